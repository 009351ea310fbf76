"""A text with gaps to fill: some are typed, some chosen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import StructBlock, TextBlock

from courses.contents.noting import Notes
from courses.contents.problems import Problem
from courses.contents.questions import authored, typed
from courses.contents.questions.base import Answer, Data, Fields, QuestionType
from courses.contents.questions.cloze.gaps import Gap, Text, read, rewritten
from courses.contents.questions.forms import Form
from courses.contents.questions.sent import LONGEST, filled, none_if_empty, number_below, typed_text, values_of

MOST_GAPS = 20
_NARROW, _WIDE = 8, 30  # characters of a gap


@dataclass(frozen=True)
class Option:
    number: int
    text: str
    picked: bool


@dataclass(frozen=True)
class Piece:
    """Words, or a gap with what was given for it. Gaps are counted from one for people."""

    words: str
    gap: bool = False
    number: int = 0
    place: int = 0
    options: tuple[Option, ...] = ()
    given: str = ""
    right: tuple[str, ...] = ()
    is_right: bool = False


@dataclass(frozen=True)
class Shown:
    paragraphs: tuple[tuple[tuple[Piece, ...], ...], ...]
    rules: tuple[str, ...]
    width: int
    longest: int
    rationale: str

    @property
    def gaps(self) -> list[Piece]:
        return [piece for paragraph in self.paragraphs for line in paragraph for piece in line if piece.gap]


class ClozeBlock(StructBlock):
    text = TextBlock(
        rows=6,
        label=gettext_lazy("Text with gaps"),
        help_text=gettext_lazy(
            "[[answer|another]] is a gap to write in, with every answer that counts. [[*right|wrong|wrong]] is a gap to choose "
            "from, with a star before the right one. An empty line begins a new paragraph."
        ),
    )
    credit = authored.credit_block(gettext_lazy("A part of the point for each gap that is filled correctly"))
    rationale = authored.rationale_block()

    class Meta:
        icon = "form"


class Cloze(QuestionType):
    """An answer has, for each gap, the text that was typed or the number of the option chosen, or None."""

    order = 80
    form = Form.GAPS
    label = gettext_lazy("Text with gaps")

    def editor(self) -> StructBlock:
        return ClozeBlock(authored.rules_blocks(), label=self.label)

    def freeze(self, value: Any, notes: Notes) -> dict[str, Any]:
        plain = {name: value[name] for name in ("text", "credit", "rationale")}
        return {**plain, **typed.Rules.of(value).frozen()}

    def texts(self, question: Data) -> list[str]:
        paragraphs = [part.strip() for part in question["text"].split("\n") if part.strip()]
        rules = authored.rules_in_words(typed.Rules.of(question))
        return [*paragraphs, _rule(question), *rules, question["rationale"]]

    def problems(self, value: Any) -> list[Problem]:
        text = read(str(value["text"] or ""))
        found = []
        if text.is_open:
            found.append(_("A gap begins with [[ and ends with ]]. One of the two is missing somewhere."))
        if not text.gaps:
            found.append(_("Write at least one gap, such as [[answer]]."))
        if len(text.gaps) > MOST_GAPS:
            found.append(_("There may be %(count)s gaps at most.") % {"count": MOST_GAPS})
        rules = typed.Rules.of(value)
        return [Problem(message) for message in (*found, *(one for gap in text.gaps for one in _against(gap, rules)))]

    def arrange(self, question: Data, chance: Random) -> list[int]:
        return []

    def clean(self, question: Data, raw: Sequence[Any]) -> list[str | int | None]:
        gaps = read(question["text"]).gaps
        return none_if_empty([_cleaned(*pair) for pair in zip(gaps, values_of(len(gaps), raw), strict=True)])

    def grade(self, question: Data, answer: Answer) -> Fraction:
        gaps = read(question["text"]).gaps
        rules = typed.Rules.of(question)
        right = sum(_is_right(gap, given, rules) for gap, given in zip(gaps, answer, strict=False))
        if self.gives_parts(question):
            return authored.share(right, len(gaps))
        return Fraction(bool(gaps) and right == len(gaps))

    def gives_parts(self, question: Data) -> bool:
        return authored.gives_parts(question) and len(read(question["text"]).gaps) > 1

    def right_answer(self, question: Data) -> list[str | int | None]:
        gaps = read(question["text"]).gaps
        return self.clean(question, [gap.right[0] if gap.options else gap.accepted[0] for gap in gaps])

    def rekeyed(self, question: Data, answer: Answer) -> Data:
        given = values_of(len(read(question["text"]).gaps), answer)
        return {**question, "text": rewritten(question["text"], given)}

    def accepting(self, question: Data, answer: Answer) -> list[Data]:
        """Gap by gap, so that each may be filled in either way."""
        given = values_of(len(read(question["text"]).gaps), answer)
        return [{**question, "text": rewritten(question["text"], given, keeps=True)}]

    def fields(self, question: Data, answer: Answer) -> Fields:
        return filled(answer)

    def in_words(self, question: Data, answer: Answer) -> list[str]:
        gaps = self.shown(question, None, answer).gaps
        return [f"{gap.place}. {gap.given or '—'}" for gap in gaps]

    def shown(self, question: Data, order: Sequence[int] | None, answer: Answer) -> Shown:
        text, rules = read(question["text"]), typed.Rules.of(question)
        given = values_of(len(text.gaps), answer)
        return Shown(
            paragraphs=tuple(
                tuple(tuple(_pieces(line, given, rules)) for line in paragraph) for paragraph in text.paragraphs
            ),
            rules=tuple(authored.rules_in_words(rules)) if any(not gap.options for gap in text.gaps) else (),
            width=_width(text),
            longest=LONGEST,
            rationale=question["rationale"],
        )


def _against(gap: Gap, rules: typed.Rules) -> Iterator[str]:
    """What speaks against a gap."""
    where = {"number": gap.number + 1}
    texts = gap.options or gap.accepted
    if any(not typed.plain(text, rules) for text in texts):
        yield _("Gap %(number)s has an answer that is empty.") % where
    if any(len(text) > LONGEST for text in texts):
        yield _("Gap %(number)s has an answer that is too long.") % where
    if gap.options and len(gap.right) > 1:
        yield _("Gap %(number)s has two right answers. Put the star before one of them only.") % where
    if len(gap.options) == 1:
        yield _("Gap %(number)s has only one answer to choose. Add a wrong one.") % where
    same = authored.said_twice(gap.options) or typed.twice(gap.accepted, rules)
    if any(map(str.strip, same)):
        yield _("Gap %(number)s has the same answer twice.") % where


def _cleaned(gap: Gap, value: Any) -> str | int | None:
    return number_below(len(gap.options), value) if gap.options else typed_text(value) or None


def _is_right(gap: Gap, given: Any, rules: typed.Rules) -> bool:
    if given is None:
        return False
    return given in gap.right if gap.options else bool(typed.matches(given, gap.accepted, rules))


def _pieces(line: Sequence[str | Gap], given: Sequence[Any], rules: typed.Rules) -> Iterator[Piece]:
    for piece in line:
        if isinstance(piece, str):
            yield Piece(piece)
            continue
        value = given[piece.number]
        yield Piece(
            words="",
            gap=True,
            number=piece.number,
            place=piece.number + 1,
            options=tuple(Option(n, text, n == value) for n, text in enumerate(piece.options)),
            given="" if value is None else piece.options[value] if piece.options else value,
            right=tuple(piece.options[n] for n in piece.right) or piece.accepted,
            is_right=_is_right(piece, value, rules),
        )


def _width(text: Text) -> int:
    """How wide every gap of a text is, so that none tells how long its answer is."""
    longest = max((len(one) for gap in text.gaps for one in gap.accepted), default=0)
    return min(max(longest + 2, _NARROW), _WIDE)


def _rule(question: Data) -> str:
    if authored.gives_parts(question):
        return _("Each gap that is filled correctly earns a part of the point.")
    return _("The point is earned when every gap is filled correctly.")


KIND = Cloze()
