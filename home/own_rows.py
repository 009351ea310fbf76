"""What somebody's own data says of a row that takes some work: words, titles, points."""

from typing import Any

from guardian.models import UserObjectPermission

from accounts import access_log
from accounts.models import AccessLogEntry
from courses.contents.models import Content
from courses.contents.outlines import outline_items
from courses.contents.questions import registry as question_types
from courses.learning import correction_words, notes
from courses.learning.models import Attempt, CorrectedResult, CorrectiveStudy, NotebookEntry
from courses.practice import sheets
from courses.practice.models import Observation
from notices.models import Notice

Row = dict[str, Any]


def looks(entries: list[AccessLogEntry]) -> list[Row]:
    return [{"words": access_log.in_words(entry)} for entry in entries]


def answers(attempts: list[Attempt]) -> list[Row]:
    """What was asked and what was chosen, in words; and the points of handing in."""
    wanted = {one["question"] for attempt in attempts for one in attempt.shown}
    questions = {one.hash: one.data for one in Content.objects.in_bulk(wanted).values()}
    return [
        {
            "score": None if attempt.points is None else str(attempt.handed_in.score),
            "answers": [
                {
                    "question": questions[one["question"]]["stem"],
                    "answered": _answered(questions[one["question"]], attempt.answers.get(one["question"], [])),
                }
                for one in attempt.shown
            ],
        }
        for attempt in attempts
    ]


def _answered(question: Row, answer: list[Any]) -> list[str]:
    return question_types.type_of(question).in_words(question, answer) if answer else []


def corrected(results: list[CorrectedResult]) -> list[Row]:
    """The points it was raised to, and why, as far as the person may know which answers are right."""
    return [
        {
            "score": str(one.result.score),
            "reason": correction_words.reason_for(one.correction, one.attempt.quiz, one.passed),
        }
        for one in results
    ]


def read_again(studies: list[CorrectiveStudy]) -> list[Row]:
    """What the lessons are called in the release that was taken."""
    found = []
    for one in studies:
        items = outline_items(one.attempt.enrolment.release.outline)
        found.append(
            {"title": next((item["title"] for item in items if item["key"] == one.lesson_key), one.lesson_key)}
        )
    return found


def notebook(entries: list[NotebookEntry]) -> list[Row]:
    """What a lesson asked, and what the person wrote or chose there for themself."""
    found = [(entry, notes.in_words(entry)) for entry in entries]
    return [{"title": entry.content.data["title"], "asked": asked, "words": words} for entry, (asked, words) in found]


def notices(notices: list[Notice]) -> list[Row]:
    return [{"subject": one.subject, "body": one.body} for one in notices]


def permissions(rows: list[UserObjectPermission]) -> list[Row]:
    return [{"what": str(row.permission.name), "where": str(row.content_object)} for row in rows]


def marked(observations: list[Observation]) -> list[Row]:
    """Every item with its mark and what was written beside it, once it is signed."""
    return [{"title": one.data["title"], "marks": _marks(one) if one.signed_at else []} for one in observations]


def _marks(observation: Observation) -> list[Row]:
    lines = [line for section in sheets.sections_of(observation) for line in section.lines]
    return [{"item": line.item["text"], "mark": line.in_words, "note": line.note} for line in lines]
