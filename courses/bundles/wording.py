"""The words of each part of a bundle, line by line: what an import would change is shown in them. Pure."""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from courses.bundles.shapes import (
    ClaimShape,
    LessonShape,
    ModuleShape,
    QuestionShape,
    QuizShape,
    SourceShape,
)
from courses.contents import quiz_words
from courses.contents.blocks import registry
from courses.contents.plain import paragraphs
from courses.contents.questions import registry as types
from evidence.models import Certainty
from lms import dates

Part = ModuleShape | LessonShape | QuizShape | QuestionShape | ClaimShape | SourceShape
FileName = Callable[[str], str]  # how the file of a SHA-1 is called


def of(part: Part, named: FileName) -> list[str]:
    """The words of a part as it would read, without what Markdown and YAML add."""
    if isinstance(part, LessonShape):
        body = [line for block in part.body for line in _lines(registry.kind(block.type).block, block.value, named)]
        return _said(part.title, part.summary, *body)
    if isinstance(part, QuizShape):
        return _said(part.title, part.intro, *_terms(part))
    if isinstance(part, QuestionShape):
        own = _lines(types.named(part.kind).block, part.value, named)
        critical = _("Critical: a wrong answer fails the attempt.") if part.critical else ""
        return _said(
            part.stem,
            critical,
            part.corrective,
            *own,
            *(_("Rests on: %(claim)s") % {"claim": key} for key in part.claims),
        )
    if isinstance(part, ClaimShape):
        return _said(*_claim(part))
    if isinstance(part, SourceShape):
        return _said(*of_fields(part.fields))
    return _said(part.title, part.summary)


def of_fields(fields: dict[str, Any]) -> list[str]:
    """The words of a curriculum or a source, whose fields are plain texts and lists of them."""
    found = []
    for value in fields.values():
        for line in value if isinstance(value, list) else [value]:
            found.append(" ".join(map(str, line.values())) if isinstance(line, dict) else str(line or ""))
    return _said(*found)


def _said(*lines: str) -> list[str]:
    return [line for line in lines if line and line.strip()]


def _terms(quiz: QuizShape) -> Iterator[str]:
    yield _("Pass mark %(mark)s %%") % {"mark": quiz.pass_mark}
    if quiz.max_attempts:
        yield ngettext("%(count)s attempt", "%(count)s attempts", quiz.max_attempts) % {"count": quiz.max_attempts}
    yield from quiz_words.rules(quiz.rules)
    yield from quiz.chosen
    for topic, count in quiz.draws:
        yield _("%(count)s drawn from “%(topic)s”") % {"count": count, "topic": topic}


def _claim(claim: ClaimShape) -> Iterator[str]:
    yield claim.statement
    certainty = dict(Certainty.choices).get(claim.certainty, claim.certainty)
    yield f"{certainty}. {claim.certainty_note}".strip()
    if claim.review_by:
        yield dates.full(claim.review_by)
    for source, note in claim.support:
        yield f"{source} {note}".strip()


def _lines(block: blocks.Block, value: Any, named: FileName) -> Iterator[str]:
    """A plain value, a line a paragraph, a field, or an entry of a list."""
    if isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from _lines(child, value.get(name), named)
    elif isinstance(block, blocks.ListBlock):
        for entry in value or []:
            yield " · ".join(_said(*_lines(block.child_block, entry, named)))
    elif isinstance(block, blocks.RichTextBlock):
        yield from paragraphs(value or "")
    elif isinstance(block, blocks.BooleanBlock):
        yield str(block.label) if value else ""
    elif isinstance(block, ImageChooserBlock | DocumentChooserBlock):
        yield named(value) if value else ""
    elif isinstance(block, blocks.ChoiceBlock):
        yield _chosen(block, value)
    else:
        yield "" if value is None else str(value)


def _chosen(block: blocks.ChoiceBlock, value: Any) -> str:
    """What was chosen, in words; what is chosen where nobody chooses goes without saying."""
    return "" if value == block.get_default() else str(dict(block.field.choices).get(value, value or ""))
