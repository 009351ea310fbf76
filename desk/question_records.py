"""How questions do when people meet them first: from the first attempts at the quizzes that asked them."""

from collections import Counter
from collections.abc import Sequence

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from courses.authoring.bank import Record, tells_records
from courses.contents import assessment
from courses.contents.models import Content
from courses.learning.models import Attempt

LATEST = 300  # first attempts looked at of each frozen quiz: enough to tell, and quick however many there are


@tells_records
def of(keys: Sequence[str]) -> dict[str, Record]:
    """How many of the latest first attempts had each question right, whatever its words were then. Three queries."""
    frozen = {row.hash: row for row in Content.objects.filter(kind=Content.Kind.QUESTION, key__in=keys)}
    asking = [
        hash_
        for hash_, data in Content.objects.filter(kind=Content.Kind.QUIZ).values_list("hash", "data")
        if not frozen.keys().isdisjoint([*data["questions"], *(one for draw in data["draws"] for one in draw["pool"])])
    ]
    first = Attempt.objects.filter(quiz__in=asking, number=1, submitted_at__isnull=False)
    place = Window(RowNumber(), partition_by=F("quiz"), order_by=F("submitted_at").desc())
    latest = first.annotate(place=place).filter(place__lte=LATEST).values_list("shown", "answers")
    answered, right = Counter[str](), Counter[str]()
    for shown, answers in latest:
        met = {one["question"]: frozen[one["question"]] for one in shown if one["question"] in frozen}
        score = assessment.grade(list(met), {hash_: row.data for hash_, row in met.items()}, answers)
        for hash_, was_right in score.right.items():
            answered[met[hash_].key] += 1
            right[met[hash_].key] += was_right
    return {key: Record(right[key], count) for key, count in answered.items()}
