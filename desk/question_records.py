"""How questions do when people meet them first: from the first attempts at the quizzes that asked them."""

from collections import Counter
from collections.abc import Sequence

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from accounts.models import User
from courses.authoring.bank import Record, tells_records
from courses.contents.correcting import Counting
from courses.contents.models import Content
from courses.learning import corrections
from courses.learning.models import Attempt
from courses.releases.access import curricula_of

LATEST = 300  # first attempts looked at of each frozen quiz: enough to tell, and quick however many there are


@tells_records
def of(keys: Sequence[str]) -> dict[str, Record]:
    """How many of the latest first attempts had each question right, whatever its words were then, by what
    is right today. Four queries."""
    frozen = {row.hash: row for row in Content.objects.filter(kind=Content.Kind.QUESTION, key__in=keys)}
    asking = [
        hash_
        for hash_, data in Content.objects.filter(kind=Content.Kind.QUIZ).values_list("hash", "data")
        if not frozen.keys().isdisjoint([*data["questions"], *(one for draw in data["draws"] for one in draw["pool"])])
    ]
    book = corrections.book({hash_: row.data for hash_, row in frozen.items()})
    counting = {hash_: Counting((row.data,)) for hash_, row in frozen.items()} | book.counting()
    first = Attempt.objects.filter(quiz__in=asking, number=1, submitted_at__isnull=False)
    place = Window(RowNumber(), partition_by=F("quiz"), order_by=F("submitted_at").desc())
    latest = first.annotate(place=place).filter(place__lte=LATEST).values_list("shown", "answers")
    answered, right = Counter[str](), Counter[str]()
    for shown, answers in latest:
        met = {one["question"]: frozen[one["question"]] for one in shown if one["question"] in frozen}
        for hash_, row in met.items():
            answered[row.key] += 1
            right[row.key] += counting[hash_].by_key(answers.get(hash_, ())) == 1
    return {key: Record(right[key], count) for key, count in answered.items()}


def codes_of(user: User) -> set[str]:
    """The codes of the curricula that a person authors or approves; asked once for a list of questions."""
    found: set[str] | None = user.__dict__.get("_codes_of_curricula")
    if found is None:
        found = user.__dict__["_codes_of_curricula"] = set(curricula_of(user).values_list("code", flat=True))
    return found
