"""The sentences that releases and reminders send. The release desk shows them word for word before anybody approves."""

from dataclasses import dataclass
from datetime import date

from certificates.ledger.validity import in_full
from courses.releases.verdicts import Action


@dataclass(frozen=True)
class Letter:
    """A subject, and paragraphs parted by blank lines."""

    subject: str
    body: str


def update_owed(*, release: str, title: str, notes: str, action: str, due_on: date, minutes: int) -> Letter:
    """To a certificate holder who owes something because of a release."""
    if action == Action.REASSESS:
        ask = f"Please retake what changed, and its quiz, by {in_full(due_on)}. It takes about {minutes} minutes."
    else:
        ask = f"Please read what changed and acknowledge it by {in_full(due_on)}. It takes a few minutes."
    return Letter(
        f"An update to {title}, by {in_full(due_on)}",
        f"{notes}\n\n{ask}\n\nYour certificate stays valid. Until it is done, whoever checks it sees “update outstanding”, and "
        f"after that day “update overdue”. This is about {release}.",
    )


def training_moved(*, release: str, title: str, notes: str) -> Letter:
    """To somebody in training who was moved to a new release."""
    return Letter(
        f"{title} has a new release, and your training goes on in it",
        f"{notes}\n\nYour training is now in {release}. What did not change stays done; what changed is open again.",
    )


def renewal_near(*, scheme: str, valid_until: date, grace_until: date, days_left: int) -> Letter:
    """To a holder whose certificate ends soon."""
    until = in_full(valid_until)
    left = "in one day" if days_left == 1 else f"in {days_left} days"
    return Letter(
        f"{scheme}: valid through {until}",
        f"Your certificate is valid through {until}, {left} from today. You can renew it now, without losing a day: the new "
        f"certificate counts from the day this one ends. Renewing still counts until {in_full(grace_until)}.",
    )


def expired(*, scheme: str, valid_until: date, grace_until: date, may_facilitate: bool) -> Letter:
    """To a holder on the day after the last valid day."""
    meanwhile = (
        "Until then you may go on facilitating, and whoever checks your certificate sees that it is in its grace period."
        if may_facilitate
        else "Until you have renewed, please do not facilitate meetings."
    )
    return Letter(
        f"{scheme}: ended on {in_full(valid_until)}",
        f"Your certificate ended on {in_full(valid_until)}. Renewing still counts until {in_full(grace_until)}, as if you had "
        f"done it in time. {meanwhile}",
    )


def update_near(*, title: str, due_on: date, overdue: bool) -> Letter:
    """To a holder whose update is due soon, or was due yesterday."""
    day = in_full(due_on)
    if overdue:
        return Letter(
            f"The update to {title} was due on {day}",
            f"The update to {title} was due on {day} and is still open. Your certificate stays valid, and whoever checks it now "
            "sees “update overdue”. You can do the update today; then it shows as up to date again.",
        )
    return Letter(
        f"The update to {title} is due by {day}",
        f"The update to {title} is still open. Please do it by {day}; after that day whoever checks your certificate sees "
        "“update overdue”.",
    )
