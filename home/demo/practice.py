"""A certificate of the demo that asks for more than reading: somebody has to have been seen doing it."""

from datetime import datetime, timedelta
from typing import Any

from accounts.models import Region, User
from certificates.ledger.models import Certification
from courses.authoring.models import CurriculumPage
from courses.learning import enrolling
from courses.practice import assessors, observing, publishing, rubrics, waiting
from courses.practice.models import Rubric
from home.demo import history

_CURRICULUM = "motivational-interviewing"
_SCHEME = {
    "name": "Meeting Facilitator: Motivational Conversations",
    "description": "Leads meetings in which people find their own reasons, and was observed doing so.",
    "purpose": "Lead motivational conversations",
    "allows": "Lead meetings in which people talk themselves towards a change",
    "does_not_allow": "Therapy, counselling or medical advice\nAssessing other facilitators",
    "signatory_name": "Noor Lindqvist",
    "signatory_title": "Director of Training",
}
_WAITS = ("demo22@example.org", "demo17@example.org")  # Priya of Toronto, once observed; Amélie of Montréal


def _check(text: str, **more: Any) -> tuple[str, dict[str, Any]]:
    return "check", {"text": text, "help": "", "required": False, "may_skip": False, **more}


_LEVELS = {
    "Empathy": [
        "Follows the agenda, not the people",
        "Hears the words, seldom what is meant",
        "Says back what is meant, now and then",
        "Says back what is meant, most of the time",
        "People say “yes, exactly”, and go further",
    ],
    "Sharing the lead": [
        "Gives answers before anybody has spoken",
        "Asks, then answers first",
        "Waits for the group at times",
        "Draws on the group before offering anything",
        "The group does the work; every offer asks for leave",
    ],
}


def _scale(text: str) -> tuple[str, dict[str, Any]]:
    return "scale", {"text": text, "help": "", "levels": _LEVELS[text], "minimum": 2, "may_skip": False}


def _section(title: str, *items: tuple[str, dict[str, Any]]) -> tuple[str, dict[str, Any]]:
    return "section", {"title": title, "items": list(items)}


_SECTIONS = [
    _section(
        "Opening",
        _check("Welcomes everybody and says what the meeting is for"),
        _check("Says what stays in the room, and what cannot", required=True, help="Including what must be passed on."),
        _check("Greets newcomers so that nobody has to speak", may_skip=True),
    ),
    _section(
        "The conversation",
        _scale("Empathy"),
        _scale("Sharing the lead"),
        _check("Asks for leave before offering information"),
        (
            "ratio",
            {
                "text": "Reflections and questions in ten minutes of talk",
                "help": "Count both; begin when the second person speaks.",
                "first": "Reflections",
                "second": "Questions",
                "least_first": 1,
                "least_second": 1,
            },
        ),
        ("never", {"text": "Argues for the change, warns or shames", "help": ""}),
    ),
    _section(
        "Closing",
        _check("Sums up what people said they want to do"),
        _check("Everybody who wants to has named a next step"),
    ),
]


def seed(people: dict[str, User], staff: dict[str, User], region: Region, *, at: datetime) -> None:
    """The scheme with its rubric, an assessor for a region, and people who wait: one of them was observed once."""
    curriculum = CurriculumPage.objects.filter(slug=_CURRICULUM).first()
    if curriculum is None or Certification.objects.filter(slug="motivational-facilitator").exists():
        return
    rubric = _rubric(curriculum, at=at - timedelta(days=60))
    scheme = Certification.objects.create(slug="motivational-facilitator", rubric=rubric, **_SCHEME)
    scheme.curricula.set([curriculum])
    assessor, day = staff["trainer2"], at.date()
    assessors.authorise(
        assessor,
        curriculum,
        region=region,
        through=day + timedelta(days=330),
        by=staff["trainer"],
        at=at - timedelta(days=30),
    )
    for email in _WAITS:
        person, when = people[email], at - timedelta(days=20)
        history.study(enrolling.enrol(person, curriculum, by=person, at=when - timedelta(days=15)), at=when)
    _observe_once(people[_WAITS[0]], assessor, at=at - timedelta(days=6))


def _rubric(curriculum: CurriculumPage, *, at: datetime) -> Rubric:
    rubric = Rubric.objects.create(
        key="motivational-meeting",
        curriculum=curriculum,
        title="Leads a motivational conversation in a meeting",
        intro="Watch a whole meeting with at least four people, or forty minutes of a role-play. Do not take part in it. "
        "Write down words you heard rather than what you thought of them.",
        sections=_SECTIONS,
        rules=[("share", 5), ("mean", "3")],
    )
    publishing.freeze(rubric, at=at)
    return rubric


def _observe_once(person: User, assessor: User, *, at: datetime) -> None:
    listed = waiting.for_assessor(assessor, day=at.date())
    waits = next(one for one in listed if one.person.pk == person.pk)
    form = observing.begin(waits, free_of_conflict=True, by=assessor, at=at)
    given = {"check": "yes", "scale": 3, "ratio": [4, 9], "never": "not_seen"}
    marks = {item["key"]: given[item["kind"]] for item in rubrics.items_of(form.data)}
    ratio = rubrics.of_kind(form.data, "ratio")[0]["key"]
    change = observing.Change(
        marks,
        {ratio: "Four in a row near the end, all of them open."},
        "A warm opening, and people came back to what you had said back to them. Most of the talk in the middle was yours, "
        "though, in questions. Try this: after each question, two reflections before the next one. I would like to see it again.",
    )
    observing.sign(form, change, observing.Decision("repeat", assessor.get_full_name()), at=at)
