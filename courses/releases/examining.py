"""Reading a proposal before approving it: what there is to read, who has read it, and what was remarked on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from courses.contents import differences
from courses.contents.outlines import outline_items
from courses.releases import candidates, line
from courses.releases.models import Reading, ReleaseProposal, Remark
from lms import phrases
from lms.refusals import Refusal

_NAMED = 3  # lessons named to whoever has not read them; the others are counted


@dataclass(frozen=True)
class ToRead:
    """One lesson or quiz of a proposal. `kind` is same, added or changed; `old` is what it is compared with, if anything."""

    kind: str
    module: str
    item: dict[str, Any]
    old: dict[str, Any] | None

    @property
    def hash(self) -> str:
        found: str = self.item["hash"]
        return found

    @property
    def is_asked_for(self) -> bool:
        """Whether whoever approves has to read it: it is new, or not as it was."""
        return self.kind != "same"


def all_of(proposal: ReleaseProposal, previous: line.Place | None) -> list[ToRead]:
    """Every lesson and quiz a proposal would release, in the order of its outline, beside what it is compared with."""
    before = {item["key"]: item for item in outline_items(previous.outline)} if previous else {}
    changes = {
        change.item["hash"]: change.kind
        for change in differences.between(previous.outline if previous else None, proposal.outline)
        if change.new
    }
    return [
        ToRead(changes.get(item["hash"], "same"), module["title"], item, before.get(item["key"]))
        for module in proposal.outline["modules"]
        for item in module["items"]
    ]


def read_by(proposal: ReleaseProposal, person: User) -> set[str]:
    """The hashes of what this person says they have read of this proposal."""
    return set(Reading.objects.filter(proposal=proposal, person=person).values_list("content_id", flat=True))


def not_read(proposal: ReleaseProposal, *, by: User) -> list[ToRead]:
    """What is new or changed and this person has not said they read, in the order of the outline."""
    done = read_by(proposal, by)
    return [one for one in all_of(proposal, line.before(proposal)) if one.is_asked_for and one.hash not in done]


def open_remarks(proposal: ReleaseProposal) -> QuerySet[Remark]:
    """Remarks, not answers, that nobody has settled."""
    settled = Remark.objects.filter(answers=OuterRef("pk"), settles=True)
    return Remark.objects.filter(~Exists(settled), proposal=proposal, answers__isnull=True)


def why_not_approve(proposal: ReleaseProposal, *, by: User) -> list[str]:
    """What has to be read or settled first, in words; empty when nothing has."""
    reasons = []
    if missing := not_read(proposal, by=by):
        names = phrases.listed([f"“{one.item['title']}”" for one in missing], at_most=_NAMED)
        reasons.append(_("Read first what is new or changed, and say that you did: %(names)s.") % {"names": names})
    if waiting := open_remarks(proposal).count():
        words = ngettext("%(count)d remark is not settled yet.", "%(count)d remarks are not settled yet.", waiting)
        reasons.append(words % {"count": waiting})
    return reasons


@transaction.atomic
def note_read(proposal: ReleaseProposal, hash_: str, *, by: User, at: datetime) -> None:
    """Keep that this person has read this lesson or quiz as it would go out. Saying it again changes nothing.

    Raises Refusal when the proposal does not contain it any more, or is decided.
    """
    proposal = _open(proposal)
    _item_of(proposal, hash_)
    Reading.objects.get_or_create(proposal=proposal, person=by, content_id=hash_, defaults={"at": at})


@transaction.atomic
def remark(
    proposal: ReleaseProposal,
    hash_: str,
    words: str,
    *,
    place: int | None = None,
    passage: str = "",
    by: User,
    at: datetime,
) -> Remark:
    """Remark on a lesson or quiz, or on one of its passages. Raises Refusal as `note_read` does, and without words."""
    proposal = _open(proposal)
    _item_of(proposal, hash_)
    if not words.strip():
        raise Refusal(_("Write what you want to say about it."))
    return Remark.objects.create(
        proposal=proposal, content_id=hash_, words=words.strip(), place=place, passage=passage, by=by, at=at
    )


@transaction.atomic
def answer(remark: Remark, words: str, *, settles: bool, by: User, at: datetime) -> Remark:
    """Answer a remark; whoever made it, or somebody who may approve, settles it. Raises Refusal with the reason against it."""
    proposal = _open(remark.proposal)
    if remark.answers_id is not None:
        raise Refusal(_("Answer the remark itself, not one of its answers."))
    if not open_remarks(proposal).filter(pk=remark.pk).exists():
        raise Refusal(_("This remark has been settled already."))
    if not words.strip() and not settles:
        raise Refusal(_("Write what you want to say about it."))
    if settles and not may_settle(remark, by=by):
        raise Refusal(_("Whoever made a remark, or another approver, settles it. You can answer it."))
    return Remark.objects.create(
        proposal=proposal,
        content_id=remark.content_id,
        passage=remark.passage,
        place=remark.place,
        words=words.strip(),
        answers=remark,
        settles=settles,
        by=by,
        at=at,
    )


def may_settle(remark: Remark, *, by: User) -> bool:
    """Whoever made it, or whoever may decide about the proposal."""
    return remark.by_id == by.pk or may_decide(remark.proposal, by=by)


def may_decide(proposal: ReleaseProposal, *, by: User) -> bool:
    """Whether this person may come to approve it: an approver of the curriculum who wrote none of it."""
    return by.has_perm("authoring.approve_curriculum", proposal.curriculum) and not candidates.wrote(proposal, by.pk)


def threads(proposal: ReleaseProposal, key: str = "") -> list["Thread"]:
    """Every remark with its answers, oldest first; only those on one lesson or quiz, in any wording it had, by its key."""
    rows = Remark.objects.filter(proposal=proposal).select_related("by", "content")
    return _threads(rows.filter(content__key=key) if key else rows)


@dataclass(frozen=True)
class Thread:
    """A remark and what was answered."""

    remark: Remark
    replies: list[Remark]

    @property
    def is_settled(self) -> bool:
        return any(reply.settles for reply in self.replies)


def _threads(rows: Iterable[Remark]) -> list[Thread]:
    found: dict[int, Thread] = {}
    for row in rows:
        if row.answers_id is None:
            found[row.pk] = Thread(row, [])
        else:
            found[row.answers_id].replies.append(row)
    return list(found.values())


def _open(proposal: ReleaseProposal) -> ReleaseProposal:
    proposal = candidates.locked(proposal)
    if not proposal.is_open:
        raise Refusal(_("This proposal has been decided. What was read and remarked stays as it is."))
    return proposal


def _item_of(proposal: ReleaseProposal, hash_: str) -> dict[str, Any]:
    for item in outline_items(proposal.outline):
        if item["hash"] == hash_:
            return item
    raise Refusal(_("The proposal was frozen anew, and this is not as it was. Read what it contains now."))
