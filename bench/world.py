"""The people and records that the measured site holds. Everything is made through the rules that people use."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

LEARNERS, HOLDERS = 240, 1000


@dataclass(frozen=True)
class Learner:
    """Somebody enrolled, with the cookies that keep them logged in."""

    user_id: int
    enrolment_id: int
    cookies: dict[str, str]


@dataclass(frozen=True)
class World:
    learners: list[Learner]
    coordinator: dict[str, str]
    lessons: list[int]  # places of the lessons in the outline
    quiz: int  # place of the first quiz
    code: str


def cookies_of(user) -> dict[str, str]:
    client = Client()
    client.force_login(user)
    return {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}


def make() -> World:
    """The demo, a crowd of learners in its first curriculum, and a crowd of certificate holders."""
    from accounts.models import Region, User
    from certificates.ledger.models import Certificate
    from courses.authoring.models import CurriculumPage
    from courses.contents.outlines import outline_items
    from courses.learning import enrolling

    call_command("migrate", verbosity=0)
    call_command("seed_demo", yes=True, stdout=open("/dev/null", "w"))  # noqa: SIM115
    at = timezone.now()
    curriculum = CurriculumPage.objects.get(slug="rebt")
    region = Region.objects.get(slug="toronto")
    people = _crowd(User, "learner", LEARNERS, region)
    enrolments = [enrolling.enrol(person, curriculum, by=person, at=at) for person in people]
    items = outline_items(enrolments[0].release.outline)
    hold_many(_crowd(User, "holder", HOLDERS, region), at=at)
    return World(
        learners=[
            Learner(person.pk, enrolment.pk, cookies_of(person))
            for person, enrolment in zip(people, enrolments, strict=True)
        ],
        coordinator=cookies_of(User.objects.get(email="coordinator@example.org")),
        lessons=[place for place, item in enumerate(items, start=1) if item["kind"] == "lesson"],
        quiz=next(place for place, item in enumerate(items, start=1) if item["kind"] == "quiz"),
        code=Certificate.objects.filter(rulings=None).first().code,
    )


def _crowd(model, name: str, count: int, region) -> list:
    return model.objects.bulk_create(
        [
            model(
                email=f"{name}{number}@example.org",
                display_name=f"{name.title()} {number}",
                certificate_name=f"{name.title()} Number {number}",
                name_confirmed_at=timezone.now(),
                region=region,
            )
            for number in range(count)
        ]
    )


def hold_many(people: list, *, at: datetime) -> None:
    """Copies of one issued certificate for many people, written in bulk: only the roster's length matters here."""
    from certificates.ledger import codes
    from certificates.ledger.models import Certificate, Period
    from certificates.updates import standing

    one = Certificate.objects.select_related("period").first()
    copied = [field.attname for field in Period._meta.concrete_fields if field.attname not in ("id", "user_id")]
    values = {name: getattr(one.period, name) for name in copied}
    periods = Period.objects.bulk_create([Period(user=person, **values) for person in people])
    Certificate.objects.bulk_create(
        [
            Certificate(
                period=period,
                code=codes.new(),
                holder_name=person.certificate_name,
                facts=one.facts,
                issued_at=at,
            )
            for period, person in zip(periods, people, strict=True)
        ]
    )
    standing.note([person.pk for person in people])  # lists read the index, which rules write
