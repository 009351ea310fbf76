"""A word or a few, typed, and compared with the answers that were foreseen."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import CharBlock, ChoiceBlock, ListBlock, StructBlock, TextBlock

from courses.contents.noting import Notes
from courses.contents.problems import Problem
from courses.contents.questions import authored, typed
from courses.contents.questions.base import Answer, Data, QuestionType
from courses.contents.questions.forms import Form
from courses.contents.questions.sent import LONGEST, typed_text

WHOLE, NOTHING = "1", "0"
_SHARES = (
    (WHOLE, gettext_lazy("the whole point")),
    ("3/4", gettext_lazy("3/4 of the point")),
    ("2/3", gettext_lazy("2/3 of the point")),
    ("1/2", gettext_lazy("1/2 of the point")),
    ("1/3", gettext_lazy("1/3 of the point")),
    ("1/4", gettext_lazy("1/4 of the point")),
    (NOTHING, gettext_lazy("nothing, but the words below are shown")),
)


@dataclass(frozen=True)
class Foreseen:
    """An answer that was foreseen."""

    text: str
    earns: str
    feedback: str
    given: bool  # whether the typed answer is this one

    @property
    def is_right(self) -> bool:
        return self.earns == WHOLE


@dataclass(frozen=True)
class Shown:
    given: str
    foreseen: tuple[Foreseen, ...]
    rules: tuple[str, ...]
    longest: int
    rationale: str

    @property
    def right(self) -> list[Foreseen]:
        return [one for one in self.foreseen if one.is_right]

    @property
    def met(self) -> Foreseen | None:
        """The foreseen answer that was given: of several, the one that earns most."""
        return max((one for one in self.foreseen if one.given), key=lambda one: Fraction(one.earns), default=None)


class AnswerBlock(StructBlock):
    text = CharBlock(max_length=LONGEST, label=gettext_lazy("Answer"))
    earns = ChoiceBlock(choices=_SHARES, default=WHOLE, label=gettext_lazy("It earns"))
    feedback = TextBlock(
        rows=2,
        required=False,
        label=gettext_lazy("Words to whoever answers so"),
        help_text=gettext_lazy("Shown after the attempt, beside the rationale: what is missing in it, for example."),
    )

    class Meta:
        icon = "edit"
        label = gettext_lazy("Answer")


class ShortAnswerBlock(StructBlock):
    answers = ListBlock(
        AnswerBlock(),
        min_num=1,
        max_num=20,
        label=gettext_lazy("Answers to expect"),
        help_text=gettext_lazy(
            "Every spelling that should count. White space and the form of quotation marks make no difference. An answer may "
            "earn a part of the point, or nothing, and be answered with words of its own."
        ),
    )
    rationale = authored.rationale_block()

    class Meta:
        icon = "edit"


class ShortAnswer(QuestionType):
    """An answer is the text that was typed."""

    order = 60
    form = Form.TYPED
    label = gettext_lazy("Short answer")

    def editor(self) -> StructBlock:
        return ShortAnswerBlock(authored.rules_blocks(), label=self.label)

    def freeze(self, value: Any, notes: Notes) -> dict[str, Any]:
        answers = [
            {"text": one["text"], "earns": one["earns"] or WHOLE, "feedback": one["feedback"] or ""}
            for one in value["answers"]
        ]
        return {"answers": answers, "rationale": value["rationale"], **typed.Rules.of(value).frozen()}

    def texts(self, question: Data) -> list[str]:
        shares = dict(_SHARES)
        answers = [f"{one['text']} ({shares[one['earns']]}) {one['feedback']}".strip() for one in question["answers"]]
        return [*answers, *authored.rules_in_words(typed.Rules.of(question)), question["rationale"]]

    def problems(self, value: Any) -> list[Problem]:
        rules, texts = typed.Rules.of(value), [str(one["text"] or "") for one in value["answers"]]
        found = []
        if not texts or any(not typed.plain(text, rules) for text in texts):
            found.append(_("Write every answer to expect, and take out what is empty."))
        if any(len(text) > LONGEST for text in texts):
            found.append(
                _("An answer is too long to be typed. Write it in at most %(count)s characters.") % {"count": LONGEST}
            )
        if all((one["earns"] or WHOLE) != WHOLE for one in value["answers"]):
            found.append(_("At least one answer has to earn the whole point."))
        found += [
            _("“%(text)s” stands there twice: it counts as the same as an answer before it.") % {"text": text}
            for text in typed.twice(texts, rules)
        ]
        return [Problem(message) for message in found]

    def arrange(self, question: Data, chance: Random) -> list[int]:
        return []

    def clean(self, question: Data, raw: Sequence[Any]) -> list[str]:
        return [text for value in raw if (text := typed_text(value))][:1]

    def grade(self, question: Data, answer: Answer) -> Fraction:
        met = [question["answers"][number] for number in _met(question, answer)]
        return max((Fraction(one["earns"]) for one in met), default=Fraction())

    def gives_parts(self, question: Data) -> bool:
        return any(one["earns"] not in (WHOLE, NOTHING) for one in question["answers"])

    def right_answer(self, question: Data) -> list[str]:
        return self.clean(question, [one["text"] for one in question["answers"] if one["earns"] == WHOLE])

    def rekeyed(self, question: Data, answer: Answer) -> Data:
        return {**question, "answers": [_right(text) for text in answer]}

    def accepting(self, question: Data, answer: Answer) -> list[Data]:
        """Beside the others, whatever an answer that counts as the same earned before."""
        rules, texts = typed.Rules.of(question), [one["text"] for one in question["answers"]]
        same = {number for text in answer for number, one in enumerate(texts) if _is_same(text, one, rules)}
        kept = [one for number, one in enumerate(question["answers"]) if number not in same or one["earns"] == WHOLE]
        is_there = any(number in same and one["earns"] == WHOLE for number, one in enumerate(question["answers"]))
        return [{**question, "answers": kept if is_there else [*kept, *map(_right, answer)]}]

    def in_words(self, question: Data, answer: Answer) -> list[str]:
        return list(answer)

    def shown(self, question: Data, order: Sequence[int] | None, answer: Answer) -> Shown:
        met = _met(question, answer)
        foreseen = tuple(
            Foreseen(one["text"], one["earns"], one["feedback"], number in met)
            for number, one in enumerate(question["answers"])
        )
        rules = authored.rules_in_words(typed.Rules.of(question))
        return Shown(answer[0] if answer else "", foreseen, tuple(rules), LONGEST, question["rationale"])


def _right(text: str) -> dict[str, str]:
    return {"text": text, "earns": WHOLE, "feedback": ""}


def _is_same(text: str, other: str, rules: typed.Rules) -> bool:
    return typed.plain(text, rules) == typed.plain(other, rules)


def _met(question: Data, answer: Answer) -> list[int]:
    """The numbers of the foreseen answers that a typed one is."""
    texts = [one["text"] for one in question["answers"]]
    return typed.matches(answer[0], texts, typed.Rules.of(question)) if answer else []


KIND = ShortAnswer()
