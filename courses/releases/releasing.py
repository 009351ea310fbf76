"""How a curriculum goes out: prepare, describe, submit, approve by somebody else.

The contents are frozen when the proposal is prepared, so that what is approved is exactly what was shown.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from courses.authoring import freezing
from courses.authoring.models import CurriculumPage
from courses.contents import filing, hashing
from courses.contents.models import Content, ContentClaim, ContentFile
from courses.releases import checking, verdicts
from courses.releases.models import ChangeClass, Release, ReleaseItem, ReleaseProposal, ReviewTask
from courses.releases.signals import release_published
from lms.refusals import Refusal

State = ReleaseProposal.State


def current_release(curriculum: CurriculumPage, *, at: datetime) -> Release | None:
    """The release a newcomer would be enrolled in at that instant, or None before the first one."""
    return Release.objects.filter(curriculum=curriculum).effective(at).newest_first().first()


def latest_release(curriculum: CurriculumPage) -> Release | None:
    """The highest-numbered release, effective or not: what the next one is compared with."""
    return Release.objects.filter(curriculum=curriculum).newest_first().first()


def release_before(release: Release) -> Release | None:
    """The release of the same curriculum just before this one."""
    earlier = Release.objects.filter(curriculum=release.curriculum_id).newest_first()
    return next((one for one in earlier if one.version < release.version), None)


def next_number(previous: Release | None, change_class: str) -> tuple[int, int, int]:
    """Editorial changes raise the patch number, clarifying ones the minor, substantive and safety ones the major."""
    if previous is None:
        return 1, 0, 0
    if change_class == ChangeClass.EDITORIAL:
        return previous.major, previous.minor, previous.patch + 1
    if change_class == ChangeClass.CLARIFYING:
        return previous.major, previous.minor + 1, 0
    return previous.major + 1, 0, 0


def contents_of(release: Release) -> list[str]:
    """The hashes of a release, in order."""
    return list(release.items.order_by("position").values_list("content_id", flat=True))


@transaction.atomic
def store(frozen: freezing.FrozenCurriculum) -> list[str]:
    """Keep every content once, with what it rests on; returns the hashes in order."""
    hashes = [content.hash for content in frozen.contents]
    known = set(Content.objects.filter(hash__in=hashes).values_list("hash", flat=True))
    new = {content.hash: content for content in frozen.contents if content.hash not in known}
    Content.objects.bulk_create(
        [
            Content(hash=hash_, kind=content.kind, key=content.key, schema=hashing.SCHEMA, data=content.data)
            for hash_, content in new.items()
        ],
        ignore_conflicts=True,
    )
    ContentClaim.objects.bulk_create(
        [
            ContentClaim(content_id=hash_, claim_id=pk)
            for hash_, content in new.items()
            for pk in sorted(content.claims)
        ],
        ignore_conflicts=True,
    )
    filing.put_away([shown for content in new.values() for shown in content.files])
    ContentFile.objects.bulk_create(
        [
            ContentFile(content_id=hash_, file_id=shown.data["sha256"], role=shown.role)
            for hash_, content in new.items()
            for shown in content.files
        ],
        ignore_conflicts=True,
    )
    return hashes


def _changed_nothing(previous: Release | None, outline: dict[str, Any], hashes: list[str]) -> bool:
    return previous is not None and previous.outline == outline and contents_of(previous) == hashes


@transaction.atomic
def prepare(curriculum: CurriculumPage, *, by: User, at: datetime) -> ReleaseProposal:
    """Freeze the published tree into an open proposal, or refresh the open one with what is published now.

    A proposal that was waiting for approval goes back to being prepared. Raises Refusal when nothing has changed since
    the latest release.
    """
    CurriculumPage.objects.select_for_update().get(pk=curriculum.pk)
    frozen = freezing.freeze_curriculum(curriculum)
    hashes = store(frozen)
    if _changed_nothing(latest_release(curriculum), frozen.outline, hashes):
        raise Refusal(
            f"Nothing published has changed since {latest_release(curriculum)}, so there is nothing to release."
        )
    proposal = ReleaseProposal.objects.filter(
        curriculum=curriculum, state__in=[State.DRAFT, State.SUBMITTED, State.SENT_BACK]
    ).first() or ReleaseProposal(curriculum=curriculum, author=by, created_at=at)
    proposal.outline, proposal.contents = frozen.outline, hashes
    proposal.state, proposal.submitted_at = State.DRAFT, None
    proposal.author = by
    proposal.save()
    return proposal


def describe(
    proposal: ReleaseProposal,
    *,
    change_class: str,
    notes: str,
    verdict: dict[str, str],
    due_days: int,
    effective_at: datetime | None = None,
    loosened_because: str = "",
) -> None:
    """Write the verdict: how grave the change is, what it asks of whom, and the sentences that will be mailed."""
    if not proposal.is_open or proposal.state == State.SUBMITTED:
        raise Refusal("This proposal can no longer be edited. Take it back first, or prepare a new one.")
    proposal.change_class, proposal.notes = change_class, notes.strip()
    proposal.verdict, proposal.due_days = verdict, due_days
    proposal.effective_at, proposal.loosened_because = effective_at, loosened_because.strip()
    proposal.save()


def findings(proposal: ReleaseProposal, *, at: datetime) -> list[checking.Finding]:
    """What the checks say about the contents frozen in this proposal."""
    rows = {row.hash: row for row in Content.objects.filter(hash__in=proposal.contents)}
    contents = [freezing.Frozen(row.kind, row.key, row.data) for row in map(rows.get, proposal.contents) if row]
    return checking.findings(freezing.FrozenCurriculum(proposal.outline, contents), at=at)


def why_not_submit(proposal: ReleaseProposal, *, at: datetime) -> list[str]:
    """Every reason why this proposal cannot go to an approver yet; empty when it can."""
    reasons = []
    if proposal.state not in (State.DRAFT, State.SENT_BACK):
        reasons.append("This proposal is not being prepared any more.")
    if not proposal.change_class:
        reasons.append("Choose how grave the change is.")
    else:
        reasons.extend(verdicts.problems(proposal.verdict))
        if verdicts.loosened(proposal.change_class, proposal.verdict) and not proposal.loosened_because:
            reasons.append("You ask less of people than this kind of change usually does. Say why.")
    if not proposal.notes:
        reasons.append("Say what changed, in the words people will read.")
    reasons.extend(f"{found.where}: {found.message}" for found in findings(proposal, at=at) if found.blocking)
    return reasons


@transaction.atomic
def submit(proposal: ReleaseProposal, *, by: User, at: datetime) -> None:
    """Hand the proposal to an approver. Raises Refusal with every reason against it."""
    proposal = _locked(proposal)
    if reasons := why_not_submit(proposal, at=at):
        raise Refusal(*reasons)
    proposal.author, proposal.state, proposal.submitted_at = by, State.SUBMITTED, at
    proposal.save()


def why_not_approve(proposal: ReleaseProposal, *, by: User, at: datetime) -> list[str]:
    """Every reason why this person cannot approve this proposal now; empty when they can."""
    reasons = []
    if proposal.state != State.SUBMITTED:
        reasons.append("This proposal has not been submitted for approval.")
    if proposal.author_id == by.pk:
        reasons.append("Somebody other than the author approves a release.")
    if not by.has_perm("authoring.approve_curriculum", proposal.curriculum):
        reasons.append("You are not an approver of this curriculum.")
    reasons.extend(f"{found.where}: {found.message}" for found in findings(proposal, at=at) if found.blocking)
    return reasons


@transaction.atomic
def approve(proposal: ReleaseProposal, *, by: User, at: datetime) -> Release:
    """Turn a submitted proposal into the next numbered release. Raises Refusal with every reason against it."""
    proposal = _locked(proposal)
    if reasons := why_not_approve(proposal, by=by, at=at):
        raise Refusal(*reasons)
    CurriculumPage.objects.select_for_update().get(pk=proposal.curriculum_id)
    major, minor, patch = next_number(latest_release(proposal.curriculum), proposal.change_class)
    release = Release.objects.create(
        curriculum=proposal.curriculum,
        major=major,
        minor=minor,
        patch=patch,
        code=proposal.outline["code"],
        change_class=proposal.change_class,
        notes=proposal.notes,
        verdict=proposal.verdict,
        due_days=proposal.due_days,
        outline=proposal.outline,
        schema=hashing.SCHEMA,
        author=proposal.author,
        approved_by=by,
        approved_at=at,
        effective_at=max(proposal.effective_at or at, at),
    )
    ReleaseItem.objects.bulk_create(
        [ReleaseItem(release=release, content_id=hash_, position=n) for n, hash_ in enumerate(proposal.contents)]
    )
    proposal.state, proposal.release = State.APPROVED, release
    proposal.decided_by, proposal.decided_at = by, at
    proposal.save()
    ReviewTask.objects.filter(
        curriculum=proposal.curriculum, outcome=ReviewTask.Outcome.CHANGED, release__isnull=True
    ).update(release=release)
    release_published.send(sender=Release, release=release, at=at)
    return release


@transaction.atomic
def send_back(proposal: ReleaseProposal, *, note: str, by: User, at: datetime) -> None:
    """Return a submitted proposal to its author with a question."""
    proposal = _locked(proposal)
    if proposal.state != State.SUBMITTED:
        raise Refusal("This proposal has not been submitted for approval.")
    if not note.strip():
        raise Refusal("Say what you would like the author to look at.")
    proposal.state, proposal.decided_by, proposal.decided_at = State.SENT_BACK, by, at
    proposal.decision_note = note.strip()
    proposal.save()


@transaction.atomic
def withdraw(proposal: ReleaseProposal, *, by: User, at: datetime) -> None:
    """Close a proposal that will not go out."""
    proposal = _locked(proposal)
    if not proposal.is_open:
        raise Refusal("This proposal is already closed.")
    proposal.state, proposal.decided_by, proposal.decided_at = State.WITHDRAWN, by, at
    proposal.save()


def _locked(proposal: ReleaseProposal) -> ReleaseProposal:
    return (
        ReleaseProposal.objects.select_for_update(of=("self",))
        .select_related("curriculum", "author")
        .get(pk=proposal.pk)
    )
