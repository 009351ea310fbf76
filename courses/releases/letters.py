"""What trainers are told about releases and the evidence behind them."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lms import dates, places
from notices.kinds import Kind, Words, declare, letter

declare(
    Kind(
        "review",
        gettext_lazy("Review tasks"),
        gettext_lazy("Evidence changed, and a page or question of yours cites it."),
        required=False,
        for_trainers=True,
    ),
    Kind(
        "approval",
        gettext_lazy("Approvals"),
        gettext_lazy("A release waits for your approval, or was decided."),
        required=False,
        for_trainers=True,
    ),
)


@letter("review-wanted", kind="review")
def review_wanted(*, title: str, summary: str, count: int, due_on: str, update: int) -> Words:
    """To the trainers of a curriculum that cites what has changed."""
    ask = ngettext(
        "%(count)d page or question of yours cites it. Please decide by %(day)s whether what we teach still stands, "
        "or change it.",
        "%(count)d pages or questions of yours cite it. Please decide by %(day)s whether what we teach still stands, "
        "or change it.",
        count,
    )
    return Words(
        _("Evidence changed: please look again at %(title)s") % {"title": title},
        summary + "\n\n" + ask % {"count": count, "day": dates.full(date.fromisoformat(due_on))},
        _("See what it touches"),
        places.address("evidence_update", update),
    )


@letter("approval-wanted", kind="approval")
def approval_wanted(*, by: str, title: str, notes: str, proposal: int) -> Words:
    """To those who may approve a release that was handed on."""
    prepared = _("%(person)s has prepared a release of %(title)s: %(notes)s") % {
        "person": by,
        "title": title,
        "notes": notes,
    }
    ask = _("Please look at what changed and whom it touches, then approve it or send it back with a question.")
    return Words(
        _("A release of %(title)s waits for approval") % {"title": title},
        f"{prepared}\n\n{ask}",
        _("Look at the release"),
        places.address("proposal", proposal),
    )


@letter("release-approved", kind="approval")
def release_approved(*, by: str, title: str, release: str, proposal: int, waits_for: str = "") -> Words:
    """To those who wrote it. `waits_for` is the hour at which it takes effect, if that is not now."""
    body = _("%(person)s approved your release of %(title)s.") % {"person": by, "title": title}
    if waits_for:
        until = _("It takes effect on %(day)s. Until then it can be moved or cancelled.")
        body = f"{body} {until % {'day': _day(waits_for)}}"
    return Words(
        _("%(release)s is approved") % {"release": release},
        body,
        _("Open the release"),
        places.address("proposal", proposal),
    )


@letter("release-sent-back", kind="approval")
def release_sent_back(*, by: str, title: str, question: str, proposal: int) -> Words:
    """To those who wrote it, with the approver's question."""
    return Words(
        _("Your release of %(title)s came back with a question") % {"title": title},
        _("%(person)s asks: %(question)s") % {"person": by, "question": question},
        _("Open the release"),
        places.address("proposal", proposal),
    )


@letter("release-withdrawn", kind="approval")
def release_withdrawn(*, by: str, title: str, proposal: int) -> Words:
    """To the others who wrote it."""
    return Words(
        _("The release of %(title)s was withdrawn") % {"title": title},
        _("%(person)s withdrew it, so nothing goes out. The pages stay published, ready for another release.")
        % {"person": by},
        _("Open the release"),
        places.address("proposal", proposal),
    )


@letter("release-moved", kind="approval")
def release_moved(*, by: str, title: str, release: str, because: str, day: str, proposal: int) -> Words:
    """To everybody who had a part in it."""
    return Words(
        _("%(release)s now takes effect on %(day)s") % {"release": release, "day": _day(day)},
        _("%(person)s moved this release of %(title)s, because: %(because)s")
        % {"person": by, "title": title, "because": because},
        _("Open the release"),
        places.address("proposal", proposal),
    )


@letter("release-cancelled", kind="approval")
def release_cancelled(*, by: str, title: str, release: str, because: str, proposal: int) -> Words:
    """To everybody who had a part in it."""
    return Words(
        _("%(release)s was cancelled before it took effect") % {"release": release},
        _("%(person)s cancelled this release of %(title)s, because: %(because)s")
        % {"person": by, "title": title, "because": because},
        _("Open the release"),
        places.address("proposal", proposal),
    )


def _day(moment: str) -> str:
    return dates.full(timezone.localdate(datetime.fromisoformat(moment)))
