"""The question bank as a list: finding questions, where each of them is used, and how it does."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from wagtail.admin.widgets import Button

from accounts.models import User
from courses.authoring.models import CurriculumPage, Question, QuizDraw, QuizPage, QuizQuestion
from evidence.finding import each_word

FEWEST = 30  # first answers; a share of fewer says more about chance than about the question


@dataclass
class Use:
    """Where a question is used: the codes of curricula and the titles of quizzes, each once, in the tree's order."""

    curricula: list[str] = field(default_factory=list)
    quizzes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Record:
    """How people who met a question for the first time did: `right` of `answered`."""

    right: int
    answered: int

    @property
    def percent(self) -> int | None:
        """The share that was right, in whole per cent; None while too few have answered to say."""
        return self.right * 100 // self.answered if self.answered >= FEWEST else None


Records = Callable[[Sequence[str]], dict[str, Record]]
_records: list[Records] = []


def tells_records(records: Records) -> Records:
    """Decorator for the room above that knows who answered what: records by the keys of questions."""
    _records[:] = [records]
    return records


Ways = Callable[[User], Sequence[Button]]
_ways: list[Ways] = []


def leads_to(ways: Ways) -> Ways:
    """Decorator for a room above: buttons that lead from the bank's list to its pages, for those who may open them."""
    _ways[:] = [ways]
    return ways


def ways(user: User) -> list[Button]:
    """The buttons beside the bank's list."""
    return [button for found in _ways for button in found(user)]


def find(rows: QuerySet[Question], text: str) -> QuerySet[Question]:
    """The questions whose words, key or topic hold every word of a text."""
    return rows.filter(
        each_word(text, lambda word: Q(stem__icontains=word) | Q(key__icontains=word) | Q(topic__icontains=word))
    )


def prepare(questions: Sequence[Question]) -> None:
    """Give each of these questions its `use` and its `record`. A few queries, however many they are."""
    used = uses(questions)
    records = _records[0]([question.key for question in questions]) if _records else {}
    for question in questions:
        question.use = used[question.pk]
        question.record = records.get(question.key, Record(0, 0))


def uses(questions: Sequence[Question]) -> dict[int, Use]:
    """Where each is used, chosen by name or drawn from its topic, by primary key. Three queries."""
    by_topic: dict[str, list[int]] = {}
    for question in questions:
        by_topic.setdefault(question.topic, []).append(question.pk)
    pairs = set(QuizQuestion.objects.filter(question__in=list(questions)).values_list("quiz_id", "question_id"))
    for quiz_id, topic in QuizDraw.objects.filter(topic__in=by_topic).values_list("quiz_id", "topic"):
        pairs.update((quiz_id, pk) for pk in by_topic[topic])
    quizzes = {quiz.pk: quiz for quiz in QuizPage.objects.filter(pk__in={quiz_id for quiz_id, _pk in pairs})}
    above = {quiz.path[: -2 * QuizPage.steplen] for quiz in quizzes.values()}
    codes = dict(CurriculumPage.objects.filter(path__in=above).values_list("path", "code"))
    found = {question.pk: Use() for question in questions}
    for quiz_id, pk in sorted(pairs, key=lambda pair: (quizzes[pair[0]].path, pair[1])):
        quiz, use = quizzes[quiz_id], found[pk]
        use.quizzes += [quiz.title] if quiz.title not in use.quizzes else []
        code = codes.get(quiz.path[: -2 * QuizPage.steplen], "")
        use.curricula += [code] if code and code not in use.curricula else []
    return found
