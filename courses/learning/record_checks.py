"""What must hold of trainings, and the work inside them."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from django.db.models import Exists, OuterRef

from courses.contents import correcting
from courses.contents.blocks import registry
from courses.contents.models import Content
from courses.contents.outlines import outline_items
from courses.learning import attempts, corrections, regrading
from courses.learning.models import Attempt, Completion, CorrectedResult, CourseCompletion, Enrolment, NotebookEntry
from courses.learning.results import Result
from lms.pieces import in_pieces
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
    """Grading the stored answers against the frozen questions, with the corrections that counted when they were handed in,
    gives the stored result, exactly; and each later correction that was carried to the end gives the result it raised.
    """
    submitted = Attempt.objects.filter(submitted_at__isnull=False)
    pending = set(regrading.waiting().values_list("pk", flat=True))
    for piece in in_pieces(submitted.select_related("quiz", "enrolment__release")):
        book = corrections.book(attempts.questions([one["question"] for attempt in piece for one in attempt.shown]))
        raised: dict[int, dict[int, CorrectedResult]] = {}
        for row in CorrectedResult.objects.filter(attempt__in=piece):
            raised.setdefault(row.attempt_id, {})[row.correction_id] = row
        for attempt in piece:
            if what := _wrong_with(attempt, book, raised.get(attempt.pk, {}), pending):
                yield Damage(
                    f"learning.attempt {attempt.pk}",
                    what,
                    "Compare the attempt and its questions with a backup. Nothing is changed by itself.",
                )


def _wrong_with(attempt: Attempt, book: corrections.Book, raised: dict[int, CorrectedResult], pending: set[int]) -> str:
    asked, mark = [one["question"] for one in attempt.shown], attempt.quiz.data["pass_mark"]
    histories = book.histories(asked, attempt.graded_with, ())
    score = correcting.grade(asked, book.questions, attempt.answers, histories)
    if _told(attempt.handed_in) != (score.points, score.out_of, score.passes(mark)):
        return "its answers earn another result than the one that is stored"
    due = {one.correction.pk: one.after for one in regrading.raised(attempt, book, mark, regrading.lessons_after)}
    if any(pk not in due or _told(row.result) != _told(due[pk]) for pk, row in raised.items()):
        return "a correction raised it to another result than its answers earn"
    if any(pk not in raised and pk not in pending for pk in due):
        return "a correction would raise it and did not"
    return ""


def _told(result: Result) -> tuple[Fraction, int, bool]:
    return result.score, result.out_of, result.passed


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
