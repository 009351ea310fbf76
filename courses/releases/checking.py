"""What stands in the way of a release, and what its author should know: findings, worst first."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.authoring import freezing
from courses.authoring.freezing import FrozenCurriculum
from courses.authoring.models import LessonPage, QuizPage
from courses.contents import soundness
from courses.contents.blocks import registry as blocks
from courses.contents.models import Content
from courses.contents.outlines import quiz_length
from courses.contents.questions import registry as types
from courses.contents.storing import Frozen
from courses.releases.models import ReleaseProposal, ReviewTask
from evidence import standing
from evidence.models import UpdateKind
from lms import dates
from lms.refusals import Refusal

# A page that is looked at again because of one of these does not go out undecided.
_LINKED = re.compile(r"/files/([0-9a-f]{64})/([\w.-]+)")
_GRAVE = (UpdateKind.RETRACTED, UpdateKind.WITHDRAWN)


@dataclass(frozen=True)
class Finding:
    """One thing to mend (`blocking`) or to know, and where."""

    blocking: bool
    where: str
    message: str


def findings_of(proposal: ReleaseProposal, *, at: datetime) -> list[Finding]:
    """What the checks say about the contents frozen in a proposal, and the reviews that are open on them."""
    rows = {row.hash: row for row in Content.objects.filter(hash__in=proposal.contents)}
    contents = [Frozen(row.kind, row.key, row.data) for row in map(rows.get, proposal.contents) if row]
    found = [
        *findings(FrozenCurriculum(proposal.outline, contents), at=at),
        *_review_findings(proposal, {row.key: row.hash for row in rows.values()}),
    ]
    return sorted(found, key=lambda finding: not finding.blocking)


def blocking(proposal: ReleaseProposal, *, at: datetime) -> list[str]:
    """The findings that stop a proposal, as sentences."""
    return [f"{found.where}: {found.message}" for found in findings_of(proposal, at=at) if found.blocking]


def findings(frozen: FrozenCurriculum, *, at: datetime) -> list[Finding]:
    """Everything found in a frozen curriculum, blocking findings first."""
    found = [*_outline_findings(frozen.outline)]
    by_hash = {content.hash: content for content in frozen.contents}
    lessons = {content.key for content in frozen.contents if content.kind == "lesson"}
    for content in frozen.contents:
        if content.kind == "quiz":
            found.extend(_quiz_findings(content, by_hash))
            found.extend(_critical_findings(content, by_hash, lessons))
        elif content.kind == "lesson":
            found.extend(_lesson_findings(content))
    found.extend(_evidence_findings(frozen, at))
    return sorted(found, key=lambda finding: not finding.blocking)


def page_findings(page: Page) -> list[Finding]:
    """What a release would find in this lesson or quiz as it is published now, worst first; of other pages, nothing."""
    try:
        if isinstance(page, LessonPage):
            lesson = freezing.freeze_lesson(page)
            found = [*_lesson_findings(lesson), *_broken_uploads(lesson)]
        elif isinstance(page, QuizPage):
            quiz, asked = freezing.freeze_quiz(page)
            found = _quiz_findings(quiz, {question.hash: question for question in asked})
        else:
            return []
    except Refusal as refusal:
        return [Finding(True, page.title, reason) for reason in refusal.reasons]
    return sorted(found, key=lambda finding: not finding.blocking)


def _broken_uploads(lesson: Frozen) -> Iterator[Finding]:
    """The same as for frozen files, for those that are not frozen yet."""
    for shown in lesson.files:
        with shown.open() as stream:
            if wrong := soundness.wrong_with(stream, shown.data["name"].rpartition(".")[2]):
                yield Finding(True, lesson.data["title"], f"{shown.data['name']}: {wrong}")


def _outline_findings(outline: dict[str, Any]) -> list[Finding]:
    found = []
    if not any(module["items"] for module in outline["modules"]):
        found.append(Finding(True, outline["title"], _("There is no published lesson or quiz to release.")))
    for module in outline["modules"]:
        if not module["items"]:
            found.append(
                Finding(
                    True,
                    module["title"],
                    _("This module has no published lesson. Publish one, or unpublish the module."),
                )
            )
        elif not any(item["kind"] == "quiz" for item in module["items"]):
            found.append(
                Finding(False, module["title"], _("This module has no quiz, so it is completed by reading alone."))
            )
    return found


def _quiz_findings(quiz: Frozen, by_hash: dict[str, Frozen]) -> list[Finding]:
    """A quiz that nobody could pass is refused."""
    title, data, found = quiz.data["title"], quiz.data, []
    if quiz_length(data) == 0:
        found.append(
            Finding(True, title, _("This quiz has no question, so nobody could pass it. Add questions or a draw."))
        )
    for draw in data["draws"]:
        if draw["count"] > len(draw["pool"]):
            found.append(
                Finding(
                    True,
                    title,
                    _(
                        'This quiz draws %(count)s questions from "%(topic)s", which has %(pool)s published. '
                        "Draw fewer, or publish more."
                    )
                    % {"count": draw["count"], "topic": draw["topic"], "pool": len(draw["pool"])},
                )
            )
    asked = [*data["questions"], *(hash_ for draw in data["draws"] for hash_ in draw["pool"])]
    for question in (by_hash[hash_] for hash_ in asked if hash_ in by_hash):
        for problem in types.problems(question.data):
            found.append(Finding(problem.blocking, title, f"“{question.data['stem']}”: {problem.message}"))
    return found


def _critical_findings(quiz: Frozen, by_hash: dict[str, Frozen], lessons: set[str]) -> Iterator[Finding]:
    """Critical questions that lead to no lesson of this release: the last one before the quiz is read again instead."""
    for hash_ in quiz.data.get("critical", ()):
        question = by_hash[hash_].data
        if question["corrective"] not in lessons:
            message = _(
                "“%(question)s” is critical and names no lesson of this curriculum. Whoever misses it reads the lesson "
                "before the quiz again. Name the one that teaches it."
            )
            yield Finding(False, quiz.data["title"], message % {"question": question["stem"]})


def _lesson_findings(lesson: Frozen) -> list[Finding]:
    title, body = lesson.data["title"], lesson.data["body"]
    if not body:
        return [Finding(True, title, _("This lesson is empty. Write it, or unpublish it."))]
    return [
        *(Finding(problem.blocking, title, problem.message) for problem in blocks.problems(body)),
        *(Finding(True, title, f"{name}: {wrong}") for name, wrong in _broken_files(lesson.data)),
    ]


def _broken_files(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Frozen files, shown or linked to, that those who fetch them could not open, with what to do about each."""
    shown = [(file["sha256"], file["name"]) for file in blocks.files(data["body"])]
    linked = _LINKED.findall(json.dumps(data["body"]))
    for sha256, name in dict.fromkeys([*shown, *linked]):
        if wrong := soundness.wrong_with_frozen(sha256, name):
            yield name, wrong


def _evidence_findings(frozen: FrozenCurriculum, at: datetime) -> list[Finding]:
    cited: dict[str, list[str]] = {}
    statements: dict[str, str] = {}
    for content in frozen.contents:
        shown = {claim["key"]: claim["statement"] for _, claim in blocks.claims(content.data.get("body", []))}
        statements.update(shown)
        for key in content.data.get("claims", []) if content.kind == "question" else shown:
            cited.setdefault(key, []).append(content.data.get("title") or content.data["stem"])
    return [
        Finding(
            False,
            "; ".join(cited[key][:3]),
            _("Rests on “%(claim)s” %(why)s") % {"claim": statements.get(key, key), "why": flag.sentence},
        )
        for key, flag in standing.flags(cited, at=at).items()
    ]


def _review_findings(proposal: ReleaseProposal, held: dict[str, str]) -> Iterator[Finding]:
    """Reviews that are open on what is frozen here, and those whose answer it does not carry yet."""
    tasks = ReviewTask.objects.filter(curriculum=proposal.curriculum_id, release=None)
    undecided = tasks.filter(closed_at=None) | tasks.filter(outcome=ReviewTask.Outcome.CHANGED)
    for task in undecided.select_related("update__source", "update__claim", "page", "question"):
        if task.key not in held:
            continue
        words = {"what": task.update, "day": dates.full(task.due_on)}
        grave = task.update.kind in _GRAVE
        if task.closed_at is None:
            message = _("Somebody still has to decide, by %(day)s, what follows from “%(what)s”.") % words
            yield Finding(grave, str(task.subject), message)
        elif held[task.key] == task.hash_before:
            message = (
                _("It was changed because of “%(what)s”, but this still has the old words. Freeze it anew.") % words
            )
            yield Finding(grave, str(task.subject), message)
