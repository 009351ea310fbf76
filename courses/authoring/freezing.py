"""From published pages to frozen content: canonical JSON under its SHA-256.

Same words, same hash: block ids, editor keys and database numbers of pages take no part in it. Every frozen row carries
the schema it was written under, so that old content is always read by a reader that knows it.
"""

import re
from dataclasses import dataclass
from typing import Any

from wagtail.rich_text import expand_db_html

from courses.authoring.models import CurriculumPage, LessonPage, ModulePage, Question, QuizPage
from courses.contents.models import Content
from courses.contents.outlines import MINUTES_PER_QUESTION, quiz_length
from courses.contents.storing import Frozen
from evidence.models import Claim
from lms.refusals import Refusal

_EDITOR_KEY = re.compile(r' data-block-key="[^"]*"')


@dataclass
class FrozenCurriculum:
    """A whole curriculum as it would be released: its outline, then every content in release order."""

    outline: dict[str, Any]
    contents: list[Frozen]


def _html(rich_text: Any) -> str:
    return _EDITOR_KEY.sub("", expand_db_html(rich_text.source)) if rich_text else ""


class _LessonFreezer:
    """Turns a lesson's blocks into plain data and notes what they rest on."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.claims: set[int] = set()
        self.images: set[int] = set()
        self.documents: set[int] = set()

    def freeze(self, block_type: str, value: Any) -> dict[str, Any]:
        return {"type": block_type, **getattr(self, f"_{block_type}")(value)}

    def _text(self, value) -> dict[str, Any]:
        return {"html": _html(value)}

    def _key_idea(self, value) -> dict[str, Any]:
        return {"title": value["title"] or "", "html": _html(value["text"])}

    _example = _key_idea

    def _role_play(self, value) -> dict[str, Any]:
        lines = [{"speaker": line["speaker"], "text": line["text"]} for line in value["lines"]]
        return {"title": value["title"], "setting": value["setting"], "lines": lines, "debrief": value["debrief"]}

    def _reflection(self, value) -> dict[str, Any]:
        return {"prompt": value["prompt"], "help": value["help"]}

    def _worksheet(self, value) -> dict[str, Any]:
        return {
            "title": value["title"],
            "intro": value["intro"],
            "columns": list(value["columns"]),
            "rows": [list(row) for row in value["rows"]],
            "blank_rows": value["blank_rows"] or 0,
        }

    def _needed(self, thing: Any, what: str) -> Any:
        if thing is None:
            raise Refusal(
                f"“{self.title}” shows {what} that was deleted. Open the lesson and choose another, or take the block out."
            )
        return thing

    def _image(self, value) -> dict[str, Any]:
        image = self._needed(value["image"], "an image")
        self.images.add(image.pk)
        return {"image": image.pk, "file_hash": image.file_hash, "alt": value["alt"], "caption": value["caption"]}

    def _document(self, document) -> dict[str, Any] | None:
        if document is None:
            return None
        self.documents.add(document.pk)
        return {"document": document.pk, "file_hash": document.file_hash, "title": document.title}

    def _video(self, value) -> dict[str, Any]:
        return {
            "title": value["title"],
            "url": value["url"] or "",
            "file": self._document(value["file"]),
            "captions": self._document(value["captions"]),
            "transcript": _html(value["transcript"]),
        }

    def _download(self, value) -> dict[str, Any]:
        file = self._document(self._needed(value["file"], "a file"))
        return {"title": value["title"], "description": value["description"], "file": file}

    def _claim(self, value) -> dict[str, Any]:
        claim = self._needed(value["claim"], "a claim")
        self.claims.add(claim.pk)
        return freeze_claim(claim)

    def _check(self, value) -> dict[str, Any]:
        options = [
            {"text": option["text"], "correct": bool(option["correct"]), "feedback": option["feedback"]}
            for option in value["options"]
        ]
        return {"question": value["question"], "options": options}


def freeze_claim(claim: Claim) -> dict[str, Any]:
    """A claim as it stands today, with its sources in CSL fields."""
    sources = [
        {
            "key": support.source.key,
            "title": support.source.title,
            "author": support.source.author,
            "container_title": support.source.container_title,
            "issued": support.source.issued,
            "volume": support.source.volume,
            "issue": support.source.issue,
            "page": support.source.page,
            "doi": support.source.doi or "",
            "url": support.source.url,
            "note": support.note,
        }
        for support in claim.support.select_related("source").order_by("sort_order")
    ]
    return {
        "key": claim.key,
        "statement": claim.statement,
        "certainty": claim.certainty,
        "certainty_note": claim.certainty_note,
        "sources": sources,
    }


def freeze_lesson(page: LessonPage) -> Frozen:
    """The lesson as learners would read it, in its present form (published or draft, whatever `page` holds).

    Raises Refusal when the lesson shows something that has been deleted since.
    """
    freezer = _LessonFreezer(page.title)
    body = [freezer.freeze(block.block_type, block.value) for block in page.body]
    data = {"title": page.title, "summary": page.summary, "minutes": page.minutes, "body": body}
    return Frozen("lesson", str(page.translation_key), data, freezer.claims, freezer.images, freezer.documents)


def freeze_question(question: Question) -> Frozen:
    """The question in its present form."""
    options = [
        {
            "text": option.value["text"],
            "correct": bool(option.value["correct"]),
            "rationale": option.value["rationale"],
        }
        for option in question.options
    ]
    cited = [cite.claim for cite in question.cites.all()]
    data = {
        "topic": question.topic,
        "type": question.kind,
        "stem": question.stem,
        "options": options,
        "claims": sorted(claim.key for claim in cited),
    }
    return Frozen("question", question.key, data, {claim.pk for claim in cited})


def freeze_quiz(page: QuizPage) -> tuple[Frozen, list[Frozen]]:
    """The quiz, and every question that an attempt at it may show. The quiz names its questions by hash."""
    chosen = [freeze_question(row.question) for row in page.chosen.select_related("question") if row.question.live]
    named = {question.key for question in chosen}
    draws, pools = [], []
    for draw in page.draws.all():
        bank = Question.objects.filter(topic=draw.topic, live=True).exclude(key__in=named).order_by("key")
        pool = [freeze_question(question) for question in bank.prefetch_related("cites__claim")]
        pools.extend(pool)
        draws.append({"topic": draw.topic, "count": draw.count, "pool": [question.hash for question in pool]})
    questions = list({question.hash: question for question in [*chosen, *pools]}.values())
    data = {
        "title": page.title,
        "intro": page.intro,
        "pass_mark": page.pass_mark,
        "max_attempts": page.max_attempts,
        "layout": page.layout,
        "questions": [question.hash for question in chosen],
        "draws": draws,
    }
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
