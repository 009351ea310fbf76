"""The demo's evidence changes: two that went through to people, and one under way."""

from datetime import datetime, timedelta

from wagtail.rich_text import RichText

from accounts.models import User
from certificates.updates import rollout
from courses.authoring.models import CurriculumPage, LessonPage
from courses.releases import reviewing
from courses.releases.models import ChangeClass
from evidence.models import Claim, EvidenceUpdate, Source, UpdateKind
from home.demo import history

_WEAKENED = (
    "A review of 162 studies found that most were of low quality, so the average benefit is less certain than we taught. "
    "The practice stays; how sure we say we are changes."
)
_REBT_PARAGRAPH = (
    "<p>How sure are we? A newer review gathered 162 studies of this way of working and rated the quality of most of them "
    "as low. When somebody in your meeting asks whether this works, say so plainly: many people find it helpful, studies "
    "point the same way on average, and better studies may move the picture.</p>"
)
_FAMILY_PARAGRAPH = (
    "<p>A word on pace. Families often arrive wanting change this week. Say early in the first meeting that small steps, "
    "kept up, are what the studies looked at, and that looking after oneself is one of those steps.</p>"
)


def tell_them(staff: dict[str, User], *, at: datetime) -> None:
    """Play the demo's evidence changes, once."""
    if EvidenceUpdate.objects.exists():
        return
    _family_clarified(staff, at=at - timedelta(days=100))
    _rebt_weakened(staff, at=at - timedelta(days=48))
    _family_source_corrected(staff, at=at - timedelta(days=3))


def _append(page: LessonPage, html: str, *, by: User) -> None:
    """Write one more paragraph at the end of a lesson and publish it."""
    page.body.append(("text", RichText(html)))
    page.save_revision(user=by).publish(user=by)


def _lesson_citing(curriculum: CurriculumPage, claim: Claim) -> LessonPage:
    lessons = LessonPage.objects.descendant_of(curriculum).order_by("path")
    found: LessonPage = next(
        lesson
        for lesson in lessons
        if any(block.block_type == "claim" and block.value["claim"] == claim for block in lesson.body)
    )
    return found


def _family_clarified(staff: dict[str, User], *, at: datetime) -> None:
    """A clarifying release; some people have still not acknowledged it, and its day has passed."""
    curriculum = CurriculumPage.objects.get(slug="family-and-friends")
    _append(
        LessonPage.objects.descendant_of(curriculum).order_by("path").first(), _FAMILY_PARAGRAPH, by=staff["trainer"]
    )
    released = history.release(
        curriculum,
        staff,
        change_class=ChangeClass.CLARIFYING,
        notes="We say more clearly how quickly families can expect change. What you do in a meeting stays the same.",
        at=at,
        due_days=90,
    )
    rollout.carry_out(released, at=at)


def _rebt_weakened(staff: dict[str, User], *, at: datetime) -> None:
    """A claim became less certain: reviewed, rewritten, released, and owed by holders until a day still ahead."""
    curriculum = CurriculumPage.objects.get(slug="rebt")
    claims = Claim.objects.filter(
        contents__content__kind="lesson", contents__content__items__release__curriculum=curriculum
    )
    claim = claims.filter(support__source__key__startswith="king-2024").first() or claims.first()
    assert claim is not None  # the samples teach claims
    update = reviewing.record_update(
        kind=UpdateKind.WEAKENED,
        claim=claim,
        happened_on=(at - timedelta(days=4)).date(),
        summary=_WEAKENED,
        link="https://doi.org/10.1371/journal.pone.0306835",
        by=staff["trainer"],
        at=at,
    )
    lesson = _lesson_citing(curriculum, claim)
    _append(lesson, _REBT_PARAGRAPH, by=staff["trainer"])
    for task in update.review_tasks.filter(curriculum=curriculum):
        if task.page_id == lesson.pk:
            reviewing.close_as_changed(task, by=staff["trainer"], at=at + timedelta(days=3))
        else:
            reviewing.close_without_change(
                task, reason="It does not say how certain we are.", by=staff["trainer"], at=at + timedelta(days=3)
            )
    released = history.release(
        curriculum,
        staff,
        change_class=ChangeClass.SUBSTANTIVE,
        notes=(
            "A newer review rates the studies behind this way of working as less certain. One lesson now says so, and how to "
            "answer when somebody asks."
        ),
        at=at + timedelta(days=5),
        due_days=60,
    )
    rollout.carry_out(released, at=at + timedelta(days=5))


def _family_source_corrected(staff: dict[str, User], *, at: datetime) -> None:
    """A source of the family curriculum was corrected by its publisher; trainers are looking at it now."""
    source = Source.objects.filter(key__startswith="hagman-2022", supports__isnull=False).first()
    source = source or Source.objects.filter(supports__claim__questions__isnull=False).first()
    assert source is not None  # the samples quote sources
    reviewing.record_update(
        kind=UpdateKind.CORRECTED,
        source=source,
        happened_on=(at - timedelta(days=2)).date(),
        summary=(
            "The publisher has posted a correction to this article. Please check whether what we quote from it still stands."
        ),
        link=f"https://doi.org/{source.doi}" if source.doi else "",
        by=staff["trainer2"],
        at=at,
    )
