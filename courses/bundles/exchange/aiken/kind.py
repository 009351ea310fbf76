"""Aiken, in and out: a question, its lettered options, and ANSWER with the letter of the right one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.bundles.exchange import giving, shaping, texts
from courses.bundles.exchange.base import Format, Gone, Source, Written, one_by_one
from courses.bundles.exchange.items import Entry, Item, NotOurs, Where
from courses.bundles.shapes import QuestionShape
from courses.contents.questions.forms import Form

_OPTION = re.compile(r"\s*([A-Za-z])[.)]\s+(\S.*)")
_ANSWER = re.compile(r"\s*ANSWER\s*:\s*(.*)", re.IGNORECASE)
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass
class _Block:
    """The lines of one question."""

    line: int
    stem: list[str] = field(default_factory=list)
    options: list[tuple[str, str]] = field(default_factory=list)
    answer: str = ""
    ended: bool = False


def read(text: str) -> Iterator[Entry]:
    """Every item of a file."""
    for block in _blocks(text):
        item = Item(Where(block.line), stem="\n".join(block.stem).strip())
        try:
            yield item.found(shaping.single(_answers(block)))
        except NotOurs as why:
            yield item.lost(why)


def _blocks(text: str) -> Iterator[_Block]:
    """A question ends with its answer; one that has none ends where the next begins."""
    block: _Block | None = None
    gap = False
    for number, raw in enumerate(text.split("\n"), start=1):
        line = raw.strip()
        if not line:
            gap = True
            continue
        option, answer = _OPTION.fullmatch(line), _ANSWER.fullmatch(line)
        if block and not option and not answer and (block.options or gap):
            yield block  # the words of another question, and no answer came
            block = None
        gap = False
        block = block or _Block(number)
        if answer:
            block.answer, block.ended = answer[1].strip(), True
            yield block
            block = None
        elif option:
            block.options.append((option[1].upper(), option[2].strip()))
        else:
            block.stem.append(line)
    if block:
        yield block


def _answers(block: _Block) -> list[shaping.Weighed]:
    if not block.options:
        raise NotOurs(_("It has no options. Write each in a line of its own: “A. …”."))
    if not block.ended:
        raise NotOurs(_("It has no line “ANSWER: A” after its options, so none is right. Write it."))
    letters = [letter for letter, _text in block.options]
    if len(set(letters)) < len(letters):
        raise NotOurs(_("Two of its options have the same letter. Give each its own."))
    right = block.answer.rstrip(".) ").upper()
    if right not in letters:
        raise NotOurs(
            _("“ANSWER: %(answer)s” names none of its options. Write the letter of the one that is right.")
            % {"answer": block.answer[:40]}
        )
    return [shaping.Weighed(text, Fraction(letter == right)) for letter, text in block.options]


def _written(question: QuestionShape) -> tuple[str, list[str]]:
    """One question as Aiken. Raises NotOurs."""
    remarks = []
    form = giving.form_of(question)
    if form is Form.ONE:
        options = [(option["text"], option["correct"]) for option in question.value["options"]]
        reasons = [option["rationale"] for option in question.value["options"]]
    elif form is Form.STATEMENT:
        is_true = question.value["answer"] == "true"
        options = [(_("True"), is_true), (_("False"), not is_true)]
        reasons = [question.value["why_true"], question.value["why_false"]]
        remarks.append(_("It goes out as a question with two options."))
    else:
        raise NotOurs(_("Aiken only knows questions with one right answer. Take another format."))
    stem = [line.strip() for line in question.stem.split("\n") if line.strip()]
    if any(_OPTION.fullmatch(line) or _ANSWER.fullmatch(line) for line in stem):
        raise NotOurs(
            _("A line of its text reads like an option or an answer in Aiken. Change it, or take another format.")
        )
    if stem != question.stem.split("\n") or any(text != texts.one_line(text) for text, _right in options):
        remarks.append(_("Empty lines, and line ends within an option, are not kept."))
    if any(reason.strip() for reason in reasons):
        remarks.append(_("The rationales are not in the file."))
    lines = [f"{letter}. {texts.one_line(text)}" for letter, (text, _right) in zip(_LETTERS, options, strict=False)]
    right = next(letter for letter, (_text, is_right) in zip(_LETTERS, options, strict=False) if is_right)
    return "\n".join([*stem, *lines, f"ANSWER: {right}"]) + "\n", remarks


class Aiken(Format):
    order = 40
    label = gettext_lazy("Aiken")
    about = gettext_lazy("A text file, the simplest of all: one right answer among options, and nothing else.")
    extension = "txt"
    media_type = "text/plain"

    def recognises(self, name: str, head: bytes) -> bool:
        text, _said = texts.decoded(head)
        lines = text.split("\n")
        has_answer = any(_ANSWER.fullmatch(line) for line in lines)
        return name.endswith(".txt") and has_answer and any(_OPTION.fullmatch(line) for line in lines)

    def read(self, source: Source) -> Iterator[Entry]:
        text, said = texts.decoded(source.text_bytes())
        source.notes += [said] if said else []
        return read(text)

    def write(self, questions: Sequence[QuestionShape]) -> Written:
        parts, gone = one_by_one(questions, _written)
        text = "\n".join(text for _question, text in parts)
        return Written(text.encode(), tuple[Gone, ...](gone))


KIND = Aiken()
