"""The people who are certified while their site is killed. What is here runs in the site's environment."""

import json
from datetime import datetime, timedelta
from pathlib import Path

from django.core.files.storage import storages
from django.utils import timezone

from accounts.models import User
from bench.world import cookies_of
from certificates.ledger.models import Certificate, Certification
from certificates.proof import pdf
from courses.authoring.models import CurriculumPage
from courses.learning.models import Completion, CourseCompletion, Enrolment
from courses.releases.models import Release
from lms.retrying import CLAIM
from notices import delivery
from tests import factories

FINISHING, SWEPT, MOVED = COHORTS = ("finishing", "swept", "moved")  # the curricula, by their slugs
LESSONS = 2  # in each


def make(finishing: int, swept: int, moved: int) -> None:
    """So many people with one lesson to go, so many who finished before there was a scheme, and so many whose last lesson
    a release drops that waits for its hour. Prints what finishes the first: enrolment and session of each, as JSON.
    """
    at = timezone.now()
    curricula = {slug: _curriculum(slug, at=at) for slug in COHORTS}
    learners = _learners(curricula[FINISHING], finishing, lessons=1, at=at)
    _learners(curricula[SWEPT], swept, lessons=LESSONS, at=at)
    _learners(curricula[MOVED], moved, lessons=1, at=at)
    factories.lessons_of(curricula[MOVED])[-1].unpublish()
    factories.approve_release(curricula[MOVED], at=at, effective_at=at + timedelta(seconds=1))
    Certification.objects.update(active=True)
    print(json.dumps([(enrolment.pk, cookies_of(enrolment.user)) for enrolment in learners]))  # noqa: T201


def _curriculum(slug: str, *, at: datetime) -> CurriculumPage:
    curriculum = factories.make_curriculum(slug, modules=1, lessons=LESSONS, questions=0)
    factories.make_release(curriculum, at=at)
    factories.make_scheme(curriculum, slug=slug, name=f"Facilitator: {slug}", active=slug != SWEPT)
    return curriculum


def _learners(curriculum: CurriculumPage, number: int, *, lessons: int, at: datetime) -> list[Enrolment]:
    """So many people who have done so many of the two lessons, in the rows that enrolling and reading write."""
    release = Release.objects.get(curriculum=curriculum)
    ended = at if lessons == LESSONS else None
    names = [f"{curriculum.slug}-{one}" for one in range(number)]
    people = User.objects.bulk_create(
        [User(email=f"{name}@example.org", display_name=name, name_confirmed_at=at) for name in names]
    )
    fields = {"curriculum": curriculum, "release": release, "enrolled_at": at, "completed_at": ended}
    made = Enrolment.objects.bulk_create([Enrolment(user=one, enrolled_by=one, **fields) for one in people])
    done = [item["hash"] for item in factories.items_of(made[0])][:lessons]
    Completion.objects.bulk_create(
        [Completion(enrolment=one, content_id=hash_, completed_at=at) for one in made for hash_ in done]
    )
    if ended:
        CourseCompletion.objects.bulk_create([CourseCompletion(enrolment=one, completed_at=at) for one in made])
    return made


def go_on_later() -> None:
    """What the workers of a quarter of an hour later do: letters whose sender died are sent again, and certificates whose
    rendering was broken off, with bytes that lie about, are rendered again. A file that is nobody's ends this.
    """
    delivery.deliver_waiting(clock=lambda: timezone.now() + CLAIM)
    for path in Path(storages["private"].base_location).rglob("*.pdf"):
        pdf.file_of(Certificate.objects.get(code=path.stem), at=timezone.now())
