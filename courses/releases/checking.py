"""What stands in the way of a release, and what its author should know: findings, worst first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from courses.authoring.freezing import Frozen, FrozenCurriculum
from courses.contents.blocks import registry as blocks
from courses.contents.outlines import quiz_length
from courses.contents.questions import registry as types
from evidence import standing


@dataclass(frozen=True)
class Finding:
    """One thing to mend (`blocking`) or to know, and where."""

    blocking: bool
    where: str
    message: str


def findings(frozen: FrozenCurriculum, *, at: datetime) -> list[Finding]:
    """Everything found in a frozen curriculum, blocking findings first."""
    found = [*_outline_findings(frozen.outline)]
    by_hash = {content.hash: content for content in frozen.contents}
    for content in frozen.contents:
        if content.kind == "quiz":
            found.extend(_quiz_findings(content, by_hash))
        elif content.kind == "lesson":
            found.extend(_lesson_findings(content))
    found.extend(_evidence_findings(frozen, at))
    return sorted(found, key=lambda finding: not finding.blocking)


def _outline_findings(outline: dict[str, Any]) -> list[Finding]:
    found = []
    if not any(module["items"] for module in outline["modules"]):
        found.append(Finding(True, outline["title"], "There is no published lesson or quiz to release."))
    for module in outline["modules"]:
        if not module["items"]:
            found.append(
                Finding(
                    True, module["title"], "This module has no published lesson. Publish one, or unpublish the module."
                )
            )
        elif not any(item["kind"] == "quiz" for item in module["items"]):
            found.append(
                Finding(False, module["title"], "This module has no quiz, so it is completed by reading alone.")
            )
    return found


def _quiz_findings(quiz: Frozen, by_hash: dict[str, Frozen]) -> list[Finding]:
    """A quiz that nobody could pass is refused."""
    title, data, found = quiz.data["title"], quiz.data, []
    if quiz_length(data) == 0:
        found.append(
            Finding(True, title, "This quiz has no question, so nobody could pass it. Add questions or a draw.")
        )
    for draw in data["draws"]:
        if draw["count"] > len(draw["pool"]):
            found.append(
                Finding(
                    True,
                    title,
                    f'This quiz draws {draw["count"]} questions from "{draw["topic"]}", which has {len(draw["pool"])} '
                    "published. Draw fewer, or publish more.",
                )
            )
    asked = [*data["questions"], *(hash_ for draw in data["draws"] for hash_ in draw["pool"])]
    for question in (by_hash[hash_] for hash_ in asked if hash_ in by_hash):
        for problem in types.problems(question.data):
            found.append(Finding(problem.blocking, title, f"“{question.data['stem']}”: {problem.message}"))
    return found


def _lesson_findings(lesson: Frozen) -> list[Finding]:
    title, body = lesson.data["title"], lesson.data["body"]
    if not body:
        return [Finding(True, title, "This lesson is empty. Write it, or unpublish it.")]
    return [Finding(problem.blocking, title, problem.message) for problem in blocks.problems(body)]


def _evidence_findings(frozen: FrozenCurriculum, at: datetime) -> list[Finding]:
    cited: dict[str, list[str]] = {}
    statements: dict[str, str] = {}
    for content in frozen.contents:
        shown = {claim["key"]: claim["statement"] for _, claim in blocks.claims(content.data.get("body", []))}
        statements.update(shown)
        for key in content.data.get("claims", []) if content.kind == "question" else shown:
            cited.setdefault(key, []).append(content.data.get("title") or content.data["stem"])
    return [
        Finding(False, "; ".join(cited[key][:3]), f"Rests on “{statements.get(key, key)}” {flag.sentence}")
        for key, flag in standing.flags(cited, at=at).items()
    ]
