"""What releases and reminders tell holders. The release desk shows these words before anybody approves."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from courses.releases.verdicts import Action
from lms import dates, places
from notices.kinds import Kind, Words, declare, letter

declare(
    Kind(
        "update",
        gettext_lazy("Updates you owe"),
        gettext_lazy("What we teach has changed, and your certificate needs an update."),
        required=True,
    ),
    Kind("expired", gettext_lazy("Expiry"), gettext_lazy("A certificate of yours has expired."), required=True),
    Kind(
        "reminder",
        gettext_lazy("Renewal reminders"),
        gettext_lazy("A certificate of yours can be renewed, or expires soon."),
        required=False,
    ),
    Kind(
        "release",
        gettext_lazy("Changes without anything to do"),
        gettext_lazy("A newer release of something you learned is out."),
        required=False,
    ),
)


def _day(iso: str) -> str:
    return dates.full(date.fromisoformat(iso))


@letter("update-owed", kind="update")
def update_owed(
    *, release: str, title: str, notes: str, action: str, due_on: str, minutes: int, obligation: int | None = None
) -> Words:
    """To a certificate holder who owes something because of a release."""
    day = _day(due_on)
    if action == Action.REASSESS:
        ask = ngettext(
            "Please retake what changed, and its quiz, by %(day)s. It takes about %(minutes)d minute.",
            "Please retake what changed, and its quiz, by %(day)s. It takes about %(minutes)d minutes.",
            minutes,
        ) % {"day": day, "minutes": minutes}
    else:
        ask = _("Please read what changed and acknowledge it by %(day)s. It takes a few minutes.") % {"day": day}
    meaning = _(
        "Your certificate stays valid. Until it is done, whoever checks it sees “update outstanding”, and after that day "
        "“update overdue”. This is about %(release)s."
    ) % {"release": release}
    return Words(
        _("An update to %(title)s, by %(day)s") % {"title": title, "day": day},
        f"{notes}\n\n{ask}\n\n{meaning}",
        _("See what changed"),
        reverse("updates:update", args=[obligation]) if obligation else "",
    )


@letter("training-moved", kind="release")
def training_moved(*, release: str, title: str, notes: str) -> Words:
    """To somebody in training who was moved to a new release."""
    moved = _("Your training is now in %(release)s. What did not change stays done; what changed is open again.")
    return Words(
        _("%(title)s has a new release, and your training goes on in it") % {"title": title},
        f"{notes}\n\n" + moved % {"release": release},
        _("Go on with your training"),
        places.address("my_training"),
    )


@letter("renewal-near", kind="reminder")
def renewal_near(
    *, scheme: str, valid_until: str, grace_until: str, days_left: int, code: str, window_opens_on: str = ""
) -> Words:
    """To a holder whose certificate ends soon; `window_opens_on` when it cannot be renewed yet."""
    until = _day(valid_until)
    left = ngettext(
        "Your certificate is valid through %(until)s, in %(days)d day from today.",
        "Your certificate is valid through %(until)s, in %(days)d days from today.",
        days_left,
    ) % {"until": until, "days": days_left}
    if window_opens_on:
        renew = _("You can renew it from %(opens)s, without losing a day.") % {"opens": _day(window_opens_on)}
    else:
        renew = _("You can renew it now, without losing a day: the new certificate counts from the day this one ends.")
    still = _("Renewing still counts until %(grace)s.") % {"grace": _day(grace_until)}
    return Words(
        _("%(scheme)s: valid through %(until)s") % {"scheme": scheme, "until": until},
        f"{left} {renew} {still}",
        _("See your certificate") if window_opens_on else _("Renew your certificate"),
        places.address("certificate", code),
    )


@letter("certificate-ended", kind="expired")
def ended(
    *, scheme: str, valid_until: str, grace_until: str, may_facilitate: bool, code: str, may_renew: bool = True
) -> Words:
    """To a holder after the last valid day; `may_renew` while the grace lasts."""
    until, grace = _day(valid_until), _day(grace_until)
    body = _("Your certificate ended on %(until)s.") % {"until": until}
    if not may_renew:
        body += " " + _(
            "Please do not facilitate meetings with it any more. You can earn a new one by taking the training again."
        )
    else:
        body += " " + _("Renewing still counts until %(grace)s, as if you had done it in time.") % {"grace": grace}
        if may_facilitate:
            body += " " + _(
                "Until then you may go on facilitating, and whoever checks your certificate sees that it is in its grace "
                "period."
            )
        else:
            body += " " + _("Until you have renewed, please do not facilitate meetings.")
    return Words(
        _("%(scheme)s: ended on %(until)s") % {"scheme": scheme, "until": until},
        body,
        _("Renew your certificate") if may_renew else _("See your certificate"),
        places.address("certificate", code),
    )


@letter("update-near", kind="update")
def update_near(*, title: str, due_on: str, overdue: bool, obligation: int, stops: bool = False) -> Words:
    """To a holder whose update is due soon, or was due yesterday; `stops` when nobody facilitates while it is overdue."""
    words = {"title": title, "day": _day(due_on)}
    if overdue:
        subject = _("The update to %(title)s was due on %(day)s")
        body = _(
            "The update to %(title)s was due on %(day)s and is still open. Your certificate stays valid, and whoever "
            "checks it now sees “update overdue”. You can do the update today; then it shows as up to date again."
        )
    else:
        subject = _("The update to %(title)s is due by %(day)s")
        body = _(
            "The update to %(title)s is still open. Please do it by %(day)s; after that day whoever checks your "
            "certificate sees “update overdue”."
        )
    if stops and overdue:
        body += " " + _("Until it is done, please do not facilitate meetings.")
    elif stops:
        body += " " + _("After that day, please do not facilitate meetings until it is done.")
    return Words(subject % words, body % words, _("Do the update"), reverse("updates:update", args=[obligation]))
