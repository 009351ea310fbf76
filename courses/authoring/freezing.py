"""From published pages to frozen content: canonical JSON under its SHA-256.

Same words, same hash: block ids, editor keys and database numbers of pages take no part in it. Every frozen row carries
the schema it was written under, so that old content is always read by a reader that knows it.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from courses.authoring.models import CurriculumPage, LessonPage, ModulePage, Question, QuizPage
from courses.contents import assessment
from courses.contents.blocks import registry as blocks
from courses.contents.models import Content
from courses.contents.noting import Notes
from courses.contents.outlines import MINUTES_PER_QUESTION, quiz_length
from courses.contents.questions import registry as types
from courses.contents.storing import Frozen
from lms.refusals import Refusal


@dataclass
class FrozenCurriculum:
    """A whole curriculum as it would be released: its outline, then every content in release order."""

    outline: dict[str, Any]
    contents: list[Frozen]


def freeze_lesson(page: LessonPage) -> Frozen:
    """The lesson as learners would read it, in its present form (published or draft, whatever `page` holds).

    Raises Refusal when the lesson shows something that has been deleted since.
    """
    notes = Notes(page.title)
    body = [
        {**blocks.kind(child.block_type).freeze(child.value, notes), "type": child.block_type} for child in page.body
    ]
    data = {"title": page.title, "summary": page.summary, "minutes": page.minutes, "body": body}
    return Frozen("lesson", str(page.translation_key), data, notes.claims, list(notes.files.values()))


def freeze_question(question: Question) -> Frozen:
    """The question in its present form. Raises Refusal when it does not say yet how it is answered."""
    if not question.body:
        raise Refusal(_("“%(question)s” does not say yet how it is answered.") % {"question": question})
    cited = [cite.claim for cite in question.cites.all()]
    notes = Notes(str(question))
    data = {
        **types.named(question.body[0].block_type).freeze(question.body[0].value, notes),
        "topic": question.topic,
        "type": question.body[0].block_type,
        "stem": question.stem,
        "claims": sorted(claim.key for claim in cited),
        **_critical(question),
    }
    return Frozen("question", question.key, data, {claim.pk for claim in cited}, list(notes.files.values()))


def _critical(question: Question) -> dict[str, Any]:
    """Only of critical ones, so that what was frozen before there were any keeps its hash."""
    if not question.critical:
        return {}
    return {"critical": True, "corrective": str(question.corrective.translation_key) if question.corrective else ""}


def freeze_quiz(page: QuizPage) -> tuple[Frozen, list[Frozen]]:
    """The quiz, and every question that an attempt at it may show. The quiz names its questions by hash."""
    chosen = [
        freeze_question(row.question) for row in page.chosen.select_related("question__corrective") if row.question.live
    ]
    named = {question.key for question in chosen}
    draws, pools = [], []
    for draw in page.draws.all():
        bank = Question.objects.filter(topic=draw.topic, live=True).exclude(key__in=named).order_by("key")
        pool = [
            freeze_question(question) for question in bank.select_related("corrective").prefetch_related("cites__claim")
        ]
        pools.extend(pool)
        draws.append({"topic": draw.topic, "count": draw.count, "pool": [question.hash for question in pool]})
    questions = list({question.hash: question for question in [*chosen, *pools]}.values())
    data = {
        "title": page.title,
        "intro": page.intro,
        "pass_mark": page.pass_mark,
        "max_attempts": page.max_attempts,
        "layout": page.layout,
        **page.rules.as_data(),
        "questions": [question.hash for question in chosen],
        "draws": draws,
    }
    if critical := sorted(question.hash for question in questions if assessment.is_critical(question.data)):
        data["critical"] = critical
    if assessment.counts_parts({question.hash: question.data for question in questions}):
        data["parts"] = True
    claims = set().union(*(question.claims for question in questions)) if questions else set()
    return Frozen("quiz", str(page.translation_key), data, claims), questions


def _item(frozen: Frozen) -> dict[str, Any]:
    if frozen.kind == Content.Kind.QUIZ:
        minutes = max(1, round(quiz_length(frozen.data) * MINUTES_PER_QUESTION))
        summary = frozen.data["intro"]
    else:
        minutes, summary = frozen.data["minutes"], frozen.data["summary"]
    return {
        "kind": frozen.kind,
        "key": frozen.key,
        "hash": frozen.hash,
        "title": frozen.data["title"],
        "summary": summary,
        "minutes": minutes,
    }


def freeze_curriculum(curriculum: CurriculumPage) -> FrozenCurriculum:
    """The published tree of a curriculum, frozen: published modules in order, their published lessons and quizzes."""
    modules: list[dict[str, Any]] = []
    contents: dict[str, Frozen] = {}
    questions: dict[str, Frozen] = {}
    for module in ModulePage.objects.child_of(curriculum).live().order_by("path"):
        items = []
        for page in module.get_children().live().specific().order_by("path"):
            if isinstance(page, QuizPage):
                frozen, asked = freeze_quiz(page)
                questions.update({question.hash: question for question in asked})
            else:
                frozen = freeze_lesson(page)
            contents[frozen.hash] = frozen
            items.append(_item(frozen))
        modules.append(
            {"key": str(module.translation_key), "title": module.title, "summary": module.summary, "items": items}
        )
    outline = {
        "title": curriculum.title,
        "code": curriculum.code,
        "slug": curriculum.slug,
        "summary": curriculum.summary,
        "audience": curriculum.audience,
        "language": curriculum.language,
        "outcomes": [str(block.value) for block in curriculum.outcomes],
        "minutes": sum(item["minutes"] for module in modules for item in module["items"]),
        "modules": modules,
    }
    return FrozenCurriculum(outline, [*contents.values(), *questions.values()])
