"""Letters between trainers about a release that waits for approval or was decided.

Each is written in the transaction of the rule it tells about, so that nothing decided goes untold.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from courses.releases.models import ProposalPart, ReleaseProposal, ScheduleChange
from courses.releases.reviewing import authors_of
from lms import dates, languages, places
from notices import outbox

Words = Callable[[], tuple[str, str, str]]  # subject, body, and what the button says, in the reader's language


def approval_wanted(proposal: ReleaseProposal, *, by: User, at: datetime) -> None:
    """Tell everybody who may approve it; those who wrote it may not."""
    wrote = {person.pk for person in _writers(proposal)}

    def words() -> tuple[str, str, str]:
        names = {"title": proposal.curriculum.title, "by": by, "notes": proposal.notes}
        return (
            _("A release of %(title)s waits for approval") % names,
            _("%(by)s has prepared a release of %(title)s: %(notes)s") % names
            + "\n\n"
            + _("Please look at what changed and whom it touches, then approve it or send it back with a question."),
            _("Look at the release"),
        )

    approvers = [one for one in authors_of(proposal.curriculum, "approve_curriculum") if one.pk not in wrote]
    _tell(approvers, proposal, "approval", words, at)


def approved(proposal: ReleaseProposal, *, name: str, waits: bool, by: User, at: datetime) -> None:
    """Tell those who wrote it that it is approved, and when people read it."""
    names = {"name": name, "title": proposal.curriculum.title, "by": by}

    def words() -> tuple[str, str, str]:
        body = _("%(by)s approved your release of %(title)s.") % names
        if waits:
            day = dates.full(timezone.localdate(proposal.effective_at))
            body += " " + _("It takes effect on %(day)s. Until then it can be moved or cancelled.") % {"day": day}
        return _("%(name)s is approved") % names, body, _("Open the release")

    _tell(_writers(proposal), proposal, "approved", words, at)


def sent_back(proposal: ReleaseProposal, *, by: User, at: datetime) -> None:
    """Tell those who wrote it what the approver asks."""

    def words() -> tuple[str, str, str]:
        names = {"title": proposal.curriculum.title, "by": by, "question": proposal.question}
        return (
            _("Your release of %(title)s came back with a question") % names,
            _("%(by)s asks: %(question)s") % names,
            _("Open the release"),
        )

    _tell(_writers(proposal), proposal, "sent-back", words, at)


def withdrawn(proposal: ReleaseProposal, *, by: User, at: datetime) -> None:
    """Tell the others who wrote it that it will not go out."""

    def words() -> tuple[str, str, str]:
        names = {"title": proposal.curriculum.title, "by": by}
        return (
            _("The release of %(title)s was withdrawn") % names,
            _("%(by)s withdrew it, so nothing goes out. The pages stay published, ready for another release.") % names,
            _("Open the release"),
        )

    _tell([one for one in _writers(proposal) if one.pk != by.pk], proposal, "withdrawn", words, at)


def schedule_changed(change: ScheduleChange, *, name: str) -> None:
    """Tell everybody who had a part in a release that it was moved or cancelled, and why."""
    proposal = change.proposal

    def words() -> tuple[str, str, str]:
        names = {"name": name, "by": change.by, "because": change.because}
        if change.is_cancelled:
            subject = _("%(name)s was cancelled before it took effect") % names
            body = _("%(by)s cancelled it, because: %(because)s") % names
        else:
            names["day"] = dates.full(timezone.localdate(change.takes_effect_at))
            subject = _("%(name)s now takes effect on %(day)s") % names
            body = _("%(by)s moved it, because: %(because)s") % names
        return subject, body, _("Open the release")

    people = [part.person for part in proposal.parts.select_related("person")]
    _tell([one for one in people if one.pk != change.by_id], proposal, f"schedule-{change.pk}", words, change.at)


def _writers(proposal: ReleaseProposal) -> list[User]:
    parts = proposal.parts.filter(part=ProposalPart.Part.WROTE).select_related("person")
    return [part.person for part in parts]


def _tell(people: Iterable[User], proposal: ReleaseProposal, what: str, words: Words, at: datetime) -> None:
    for person in people:
        with languages.reading(person.language):
            subject, body, label = words()
        outbox.tell(
            person,
            kind="approval",
            dedupe_key=f"{what}:{proposal.pk}:{at.isoformat()}:{person.pk}",
            subject=subject,
            body=body,
            action_label=label,
            action_path=places.address("proposal", proposal.pk),
            at=at,
        )
