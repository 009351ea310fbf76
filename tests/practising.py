"""Rubrics, assessors and observations for tests, made through the rules people use."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Region, User
from certificates.ledger.models import Certification
from courses.authoring.models import CurriculumPage
from courses.learning.models import CourseCompletion
from courses.practice import assessors, observing, publishing, rubrics, waiting
from courses.practice.models import Authorisation, Observation, Rubric
from tests import factories
from tests.factories import NOON

_CHECK = {"help": "", "required": False, "may_skip": False}
SECTIONS = [
    (
        "section",
        {
            "title": "Opening",
            "items": [
                ("check", {**_CHECK, "text": "Welcomes everybody", "help": "By name where it is known."}),
                ("check", {**_CHECK, "text": "Says what stays in the room", "required": True}),
                ("check", {**_CHECK, "text": "Acknowledges the land", "may_skip": True}),
            ],
        },
    ),
    (
        "section",
        {
            "title": "Discussion",
            "items": [
                (
                    "scale",
                    {
                        "text": "Draws people in",
                        "help": "",
                        "levels": ["Nobody", "Some", "Most", "Everybody"],
                        "minimum": 2,
                        "may_skip": False,
                    },
                ),
                ("count", {"text": "Open questions", "help": "", "least": 2}),
                (
                    "ratio",
                    {
                        "text": "Listens more than asks",
                        "help": "",
                        "first": "Reflections",
                        "second": "Questions",
                        "least_first": 1,
                        "least_second": 1,
                    },
                ),
                ("never", {"text": "Gives medical advice", "help": ""}),
            ],
        },
    ),
]
RULES = [("share", 2), ("each", 2), ("mean", "2.5"), ("total", 3)]


def make_rubric(curriculum: CurriculumPage, key: str = "a-meeting", *, at: datetime = NOON, **fields: Any) -> Rubric:
    """A published rubric with one item of every kind, and its first version."""
    told = {"title": "Leads a meeting", "intro": "Watch forty minutes.", "sections": SECTIONS, "rules": RULES}
    rubric = Rubric.objects.create(key=key, curriculum=curriculum, **{**told, **fields})
    publishing.freeze(rubric, at=at)
    return Rubric.objects.get(pk=rubric.pk)


def asking(curriculum: CurriculumPage, scheme: Certification, **fields: Any) -> Rubric:
    """A rubric that the scheme asks for."""
    rubric = make_rubric(curriculum, **fields)
    scheme.rubric = rubric
    scheme.save()
    return rubric


def make_assessor(
    curriculum: CurriculumPage,
    region: Region | None = None,
    *,
    name: str = "Ada Assessor",
    through: date = date(2027, 3, 1),
    at: datetime = NOON,
) -> User:
    """Somebody whom a trainer lets observe."""
    person = factories.make_user(name=name)
    authorise(person, curriculum, region, through=through, at=at)
    return User.objects.get(pk=person.pk)


def authorise(
    person: User,
    curriculum: CurriculumPage,
    region: Region | None = None,
    *,
    through: date = date(2027, 3, 1),
    at: datetime = NOON,
) -> Authorisation:
    """By a trainer of the curriculum."""
    trainer = factories.trainers_of(curriculum)[0]
    return assessors.authorise(person, curriculum, region=region, through=through, by=trainer, at=at)


def begun(assessor: User, person: User, *, at: datetime = NOON) -> Observation:
    """The form for a person who waits for this assessor."""
    listed = waiting.for_assessor(assessor, day=timezone.localdate(at))
    waits = next(one for one in listed if one.person == person)
    return observing.begin(waits, free_of_conflict=True, by=assessor, at=at)


def marks(observation: Observation, *, well: bool = True) -> dict[str, Any]:
    """A mark for every item: all well, or all badly."""
    good = {"check": "yes", "scale": 4, "count": 5, "ratio": [3, 2], "never": "not_seen"}
    bad = {"check": "no", "scale": 1, "count": 0, "ratio": [1, 4], "never": "seen"}
    return {item["key"]: (good if well else bad)[item["kind"]] for item in rubrics.items_of(observation.data)}


def signed(
    observation: Observation, outcome: str = "pass", *, well: bool = True, at: datetime = NOON, **changes: Any
) -> Observation:
    """Marked throughout, with feedback, decided and signed."""
    told = {"feedback": "Clear opening. Practise the close.", **changes}
    change = observing.Change(marks(observation, well=well), {}, **told)
    decision = observing.Decision(outcome, observation.assessor.get_full_name())
    return observing.sign(observation, change, decision, at=at)


def completed(person: User, curriculum: CurriculumPage, *, at: datetime = NOON) -> CourseCompletion:
    """The person after completing the current release."""
    enrolment = factories.study(factories.enrolled(person, curriculum, at=at), at=at)
    return CourseCompletion.objects.get(enrolment=enrolment)


DAY = timedelta(days=1)
