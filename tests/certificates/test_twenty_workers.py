"""Twenty workers that do the same work for the same people at once leave exactly what one leaves: rows, files, letters."""

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.core.files.storage import storages
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts import posting
from accounts.models import AccountLetter, User
from certificates.ledger.models import Certificate, Certification
from certificates.proof import pdf
from certificates.proof.models import CertificateFile
from certificates.updates import rollout
from certificates.updates.models import Obligation, Outcome
from courses.authoring.models import CurriculumPage, LessonPage
from courses.releases.models import ReviewTask
from evidence import updating
from lms import later, records
from lms.letters import Part, letter
from notices.models import Delivery, Notice
from tests import factories
from tests.at_once import at_once, needs_row_locks
from tests.factories import NOON
from tests.rows import Kept, everything

pytestmark = [needs_row_locks, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

WORKERS = 20
PEOPLE = 6  # in each cohort
LOOKING_ONLY = {"operations.tasks.check_records", "operations.tasks.heartbeat"}
TASKS = [one["task"] for one in settings.CELERY_BEAT_SCHEDULE.values() if one["task"] not in LOOKING_ONLY]


def ago(days: float) -> datetime:
    return NOON - timedelta(days=days)


def people(what: str) -> list[User]:
    return [factories.make_user(f"{what}-{number}@example.org", f"{what.title()} {number}") for number in range(PEOPLE)]


def curriculum_with_scheme(slug: str, **fields) -> CurriculumPage:
    """A curriculum of its own for each cohort, so that no task changes what another one finds."""
    curriculum = factories.make_curriculum(slug, modules=1, lessons=3, questions=0, **fields)
    rollout.carry_out(factories.make_release(curriculum, at=ago(1000)), at=ago(1000))
    factories.make_scheme(curriculum, slug=slug, name=f"Facilitator: {slug}")
    return curriculum


def edited(curriculum: CurriculumPage) -> CurriculumPage:
    factories.edit_lesson(factories.lessons_of(curriculum)[0], "Other words.")
    return curriculum


# ------------------------------------------------------------------------------------------------------- the cohorts
def who_finished_before_there_was_a_scheme() -> None:
    curriculum = curriculum_with_scheme("unserved")
    Certification.objects.filter(slug="unserved").update(active=False)
    for person in people("unserved"):
        factories.study(factories.enrolled(person, curriculum, at=ago(10)), at=ago(9))
    Certification.objects.filter(slug="unserved").update(active=True)


def whom_a_release_asks_whose_hour_has_come() -> None:
    curriculum = curriculum_with_scheme("asked")
    for number, person in enumerate(people("asked")):
        if number % 3:
            factories.certified(person, curriculum, at=ago((400, 700)[number % 2]))
        else:
            factories.study(factories.enrolled(person, curriculum, at=ago(30)), at=ago(30), items=number // 3)
    factories.approve_release(edited(curriculum), at=ago(2), effective_at=ago(0.1))


def whom_a_release_leaves_nothing_to_do() -> None:
    curriculum = curriculum_with_scheme("shortened")
    for person in people("shortened"):
        factories.study(factories.enrolled(person, curriculum, at=ago(30)), at=ago(30), items=2)
    factories.lessons_of(curriculum)[-1].unpublish()
    factories.approve_release(curriculum, at=ago(2), effective_at=ago(0.1))


def who_was_away_when_a_release_asked() -> None:
    curriculum = curriculum_with_scheme("away")
    for person in people("away"):
        factories.certified(person, curriculum, at=ago(400))
    away = User.objects.filter(email__startswith="away-")
    away.update(is_active=False)
    rollout.carry_out(factories.make_release(edited(curriculum), at=ago(20)), at=ago(20))
    away.update(is_active=True)


def whose_update_is_nearly_due() -> None:
    curriculum = curriculum_with_scheme("due")
    for person in people("due"):
        factories.certified(person, curriculum, at=ago(400))
    rollout.carry_out(factories.make_release(edited(curriculum), at=ago(20), due_days=30), at=ago(20))


def whose_certificate_ends() -> None:
    curriculum = curriculum_with_scheme("ending")
    for number, person in enumerate(people("ending")):
        factories.certified(person, curriculum, at=ago(710 + 15 * number))


def who_teaches_what_was_retracted() -> None:
    source = factories.make_source("retracted")
    curriculum = curriculum_with_scheme("cited", claim=factories.make_claim("cited", sources=[source]))
    author, _ = factories.trainers_of(curriculum)
    updating.record(
        kind="retracted", source=source, happened_on=ago(1).date(), summary="Data made up.", by=author, at=ago(1)
    )


def whom_a_letter_about_their_account_awaits() -> None:
    for number in range(PEOPLE):
        words = posting.lock(letter(to=f"new-{number}@example.org", subject="Confirm", parts=[Part("Please.")]))
        AccountLetter.objects.create(words=words, created_at=ago(0.1), next_try_at=ago(0.1))


def whose_page_is_to_be_published() -> None:
    curriculum = curriculum_with_scheme("scheduled")
    page = factories.lessons_of(curriculum)[0]
    page.summary, page.go_live_at = "New words.", ago(0.1)
    page.save_revision(approved_go_live_at=ago(0.1))


@pytest.fixture
def kept(db, monkeypatch):
    """Everybody, with all the work still to do: nothing that was asked for while they were made has been done."""
    with monkeypatch.context() as patch:
        patch.setattr(later, "ask", lambda *asked: None)
        who_finished_before_there_was_a_scheme()
        whom_a_release_asks_whose_hour_has_come()
        whom_a_release_leaves_nothing_to_do()
        who_was_away_when_a_release_asked()
        whose_update_is_nearly_due()
        whose_certificate_ends()
        who_teaches_what_was_retracted()
        whom_a_letter_about_their_account_awaits()
        whose_page_is_to_be_published()
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    monkeypatch.setattr(pdf, "render", lambda certificate: certificate.code.encode())
    kept = Kept()
    yield kept
    kept.throw_away()


def work() -> None:
    """One worker's day: everything that the clock asks for, and what that asks for."""
    for task in TASKS:
        import_string(task)()


def left_by(workers: int) -> tuple[dict[str, Counter], Counter, list[str]]:
    """The rows, letters and files there are when so many workers have done their day at once."""
    cache.clear()
    mail.outbox.clear()
    folder = Path(storages["private"].base_location)
    for path in folder.rglob("*.pdf"):
        path.unlink()
    at_once(*[work] * workers)
    letters = Counter(f"{one.to} {one.subject}" for one in mail.outbox)
    files = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    assert files == sorted(CertificateFile.objects.values_list("file", flat=True))
    assert len(mail.outbox) == len({one.extra_headers["Message-ID"] for one in mail.outbox})
    return everything(), letters, files


def test_twenty_workers_leave_what_one_leaves(kept):
    rows, letters, files = left_by(1)
    assert Certificate.objects.filter(issued_at=NOON).count() == 2 * PEOPLE
    assert Obligation.objects.filter(created_at=NOON).count() > PEOPLE
    assert Outcome.objects.filter(at=NOON).count() == 2 * PEOPLE
    assert Notice.objects.filter(letter__in=["renewal-near", "certificate-ended", "update-near"]).count() > PEOPLE
    assert ReviewTask.objects.exists()
    assert LessonPage.objects.filter(summary="New words.", live=True).exists()
    assert not Delivery.objects.filter(sent_at=None).exists()
    assert list(records.damages()) == []

    kept.put_back()
    many, letters_of_many, files_of_many = left_by(WORKERS)
    for label in rows:
        assert many[label] == rows[label], label
    assert letters_of_many == letters
    assert len(files_of_many) == len(files)
    assert list(records.damages()) == []
