"""What must hold of trainings, and the work inside them."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef

from courses.contents import assessment
from courses.contents.blocks import registry
from courses.contents.models import Content
from courses.contents.outlines import outline_items
from courses.learning import attempts
from courses.learning.models import Attempt, Completion, CourseCompletion, Enrolment, NotebookEntry
from lms.records import Damage, check


@check("completed trainings are complete")
def half_complete_trainings() -> Iterator[Damage]:
    """A training is completed exactly when its completion is recorded, and then everything in it is done."""
    recorded = CourseCompletion.objects.filter(enrolment=OuterRef("pk"))
    outlines: dict[int, dict[str, Any]] = {}  # few releases, many trainings: each outline is read once
    trainings = Enrolment.objects.annotate(is_recorded=Exists(recorded))
    for enrolment in trainings.prefetch_related("completions").iterator(chunk_size=500):
        name = f"learning.enrolment {enrolment.pk}"
        if (enrolment.completed_at is not None) != enrolment.is_recorded:
            yield Damage(
                name,
                "it is marked as completed without a record of it, or the other way round",
                "Set completed_at from the record, or clear it; the nightly sweep then issues what was earned.",
            )
        elif enrolment.is_recorded:
            done = {completion.content_id for completion in enrolment.completions.all()}
            if enrolment.release_id not in outlines:
                outlines[enrolment.release_id] = enrolment.release.outline
            items = outline_items(outlines[enrolment.release_id])
            missing = [item["title"] for item in items if item["hash"] not in done]
            if missing:
                yield Damage(
                    name, f"it is completed, but {', '.join(missing)} is not", "Bring the rows back from a backup."
                )


@check("completions belong to their release")
def stray_completions() -> Iterator[Damage]:
    """What was completed in a training stands in the release it was taken in."""
    inside = Enrolment.objects.filter(pk=OuterRef("enrolment"), release__items__content=OuterRef("content"))
    for completion in Completion.objects.filter(~Exists(inside)).iterator():
        yield Damage(
            f"learning.completion {completion.pk}",
            "the release of its training has no such content",
            "Compare the training's release with a backup; the completion itself does no harm.",
        )


@check("results of quizzes are what their answers earn")
def strange_results() -> Iterator[Damage]:
    """Grading the stored answers against the frozen questions gives the stored result, exactly."""
    submitted = Attempt.objects.filter(submitted_at__isnull=False).select_related("quiz")
    for attempt in submitted.iterator(chunk_size=500):
        asked = attempts.shown_questions(attempt)
        score = assessment.grade(list(asked), asked, attempt.answers)
        is_same = (attempt.score, attempt.out_of) == (score.points, score.out_of)
        if not is_same or attempt.passed != score.passes(attempt.quiz.data["pass_mark"]):
            yield Damage(
                f"learning.attempt {attempt.pk}",
                "its answers earn another result than the one that is stored",
                "Compare the attempt and its questions with a backup. Nothing is changed by itself.",
            )


@check("what people keep in lessons stands in a block of them")
def lost_notes() -> Iterator[Damage]:
    """Every entry of a notebook hangs on a block that its frozen lesson has."""
    lessons = Content.objects.filter(pk__in=NotebookEntry.objects.values("content"))
    for lesson in lessons.iterator():
        names = [name for _number, name, _block in registry.named_blocks(lesson.data["body"])]
        for entry in NotebookEntry.objects.filter(content=lesson).exclude(block__in=names).only("pk"):
            yield Damage(
                f"learning.notebookentry {entry.pk}",
                "its lesson has no such block",
                "Compare it with a backup; it is shown nowhere and does no harm.",
            )
