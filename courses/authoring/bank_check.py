"""The whole question bank looked over: what gives answers away, and what is asked twice."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from courses.authoring.models import Question
from courses.contents import resemblance
from courses.contents.giveaways import Remark, remarks
from courses.contents.questions import registry as types
from courses.contents.questions.forms import Form

# What a question holds that learners do not read before they answer, or that is no text.
_UNSEEN = {"rationale", "feedback", "why_true", "why_false", "credit", "earns", "answer", "correct", "tolerance_in"}
_NEAREST = 5
_FEWEST, _MOST_ONE_WAY = (
    10,
    0.7,
)  # of fewer statements a share says nothing; with more of them true, or false, guessing pays


@dataclass(frozen=True)
class Remarked:
    """A question with what to look at in it."""

    question: Question
    remarks: list[Remark]


@dataclass(frozen=True)
class Twins:
    """Two questions that say nearly the same, and how alike they are in whole per cent."""

    one: Question
    other: Question
    percent: int


@dataclass(frozen=True)
class BankCheck:
    """What was found. `statements` are those to be called true or false: how many are true, and how many there are."""

    looked_at: int
    remarked: list[Remarked]
    twins: list[Twins]
    statements: tuple[int, int]

    @property
    def counts(self) -> Counter[str]:
        """In how many questions there is each kind of remark."""
        return Counter(remark.kind for one in self.remarked for remark in one.remarks)

    @property
    def statements_lean(self) -> bool:
        """Whether statements are so often true, or so often false, that guessing pays."""
        true, count = self.statements
        return count >= _FEWEST and max(true, count - true) > _MOST_ONE_WAY * count


def check(questions: Sequence[Question]) -> BankCheck:
    """Look over these questions. No query."""
    by_key = {question.key: question for question in questions}
    found = [Remarked(question, said) for question in questions if (said := remarks_on(question))]
    alike = resemblance.nearly_same({key: words_of(question) for key, question in by_key.items()})
    twins = [Twins(by_key[one], by_key[other], int(share * 100)) for one, other, share in alike]
    answers = [_value(question).get("answer") for question in questions if _is_statement(question)]
    return BankCheck(len(by_key), found, twins, (answers.count("true"), len(answers)))


def _is_statement(question: Question) -> bool:
    return question.kind in types.names() and types.named(question.kind).form is Form.STATEMENT


def remarks_on(question: Question) -> list[Remark]:
    """What to look at in a question as it is being written."""
    return remarks({**_value(question), "stem": question.stem})


def nearest(question: Question) -> list[Twins]:
    """Questions of the bank that say nearly the same as one that is being written, the most alike first. One query."""
    own, found = resemblance.shingles(words_of(question)), []
    for other in Question.objects.exclude(key=question.key).only("key", "stem", "body", "topic"):
        share = resemblance.resemblance(own, resemblance.shingles(words_of(other)))
        if share >= resemblance.ALIKE:
            found.append(Twins(question, other, int(share * 100)))
    return sorted(found, key=lambda twins: -twins.percent)[:_NEAREST]


def words_of(question: Question) -> str:
    """All that learners read of a question before they answer."""
    return "\n".join([question.stem, *_texts(_value(question))])


def _value(question: Question) -> dict[str, Any]:
    """What the question has beside its stem, as it is stored; nothing before a type is chosen."""
    stored = list(question.body.raw_data)
    value = stored[0]["value"] if stored else {}
    return {name: _plain(part) for name, part in value.items()} if isinstance(value, dict) else {}


def _plain(part: Any) -> Any:
    """Lists are stored as items with a name each; here they are what they hold."""
    if not isinstance(part, list):
        return part
    return [one["value"] if isinstance(one, dict) and one.get("type") == "item" else one for one in part]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, part in value.items():
            if name not in _UNSEEN:
                yield from _texts(part)
    elif isinstance(value, list):
        yield from _each(value)
    elif isinstance(value, str):
        yield value


def _each(values: Iterable[Any]) -> Iterator[str]:
    for one in values:
        yield from _texts(one)
