"""Keep one of everything as the database has it today: `python -m tests.upgrading take NAME`.

Done after a migration that adds a table, so that every later one meets rows in it.
"""

from datetime import datetime

from django.core.mail import EmailMultiAlternatives
from django.test.runner import DiscoverRunner
from django.utils import timezone

from accounts import letters, roles
from accounts.models import User
from certificates.ledger import rulings
from certificates.updates.models import Fulfilment
from courses.authoring.models import QuizDraw, QuizPage
from courses.contents.models import Content, ContentFile, FrozenFile, FrozenRendition
from courses.learning.models import AttemptGrant, CorrectiveStudy
from courses.practice.models import Withdrawal
from courses.releases.models import ScheduleChange
from home.models import HomePage, HomePageTranslation, TextPage, TextPageTranslation
from lms import organisation
from notices import preferences
from operations import heartbeats
from operations.models import Backup, Heartbeat, RecordCheck
from tests import factories
from tests.languages import world
from tests.upgrading import snapshots


def main(name: str) -> None:
    runner = DiscoverRunner(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        furnish(world.make(people(), at=timezone.now()), at=timezone.now())
        snapshot = snapshots.take()
    finally:
        runner.teardown_databases(databases)
    snapshot.write(snapshots.FOLDER / f"{name}.json.gz")
    print(f"{sum(map(len, snapshot.rows.values()))} rows of {len(snapshot.rows)} tables")  # noqa: T201


def people() -> dict[str, User]:
    """One of each role, all of Toronto."""
    regions = factories.make_regions()
    found = {
        role: factories.make_user(f"{role}@example.org", f"{role.title()} Person", regions["Toronto"])
        for role in ("trainee", "trainer", "coordinator", "admin")
    }
    roles.make_trainer(found["trainer"], [])
    roles.make_coordinator(found["coordinator"], regions["Ontario"])
    roles.make_administrator(found["admin"])
    return found


def furnish(made: world.World, *, at: datetime) -> None:
    """The rows that the walks through other languages do without."""
    trainee, admin = made.people["trainee"], made.people["admin"]
    Fulfilment.objects.create(obligation=made.owed, at=at)
    rulings.suspend(made.certificate, reason="concern", note="Kept for coordinators.", by=admin, at=at)
    preferences.choose(trainee, [])
    letters.post(EmailMultiAlternatives("Subject", "Words", to=[trainee.email]), at=at)
    HomePageTranslation.objects.create(
        page=HomePage.objects.first(), language="fr", headline="Bonjour", lead="Gratuit."
    )
    logo = factories.make_picture()
    organisation.decide({"logo": logo, "accent": "#7a2f5d"}, by=admin)
    page = TextPage.objects.first()
    TextPageTranslation.objects.create(page=page, language="fr", title="Vie privée", body="<p>Peu.</p>")
    quiz = made.curriculum.get_descendants().type(QuizPage).first()
    QuizDraw.objects.create(quiz_id=quiz.pk, topic="basics", count=1)
    AttemptGrant.objects.create(enrolment=made.under_way, quiz_key="quiz", count=1, reason="Ill.", by=admin, at=at)
    CorrectiveStudy.objects.create(attempt=made.result, lesson_key="lesson", done_at=at)
    Withdrawal.objects.create(authorisation=made.observed.authorisation, by=admin, at=at)
    ScheduleChange.objects.create(proposal=made.release.proposal, because="A slip.", by=admin, at=at)
    file, smaller = (
        FrozenFile.objects.create(sha256=digit * 64, media_type="image/webp", size=9, width=30, height=20)
        for digit in "ab"
    )
    FrozenRendition.objects.create(original=file, asked_width=480, file=smaller)
    ContentFile.objects.create(content=Content.objects.first(), file=file, role=ContentFile.Role.IMAGE)
    heartbeats.note(Heartbeat.Part.WORKER, at=at)
    RecordCheck.objects.create(started_at=at, ended_at=at, kinds=1, damages=0, findings=[])
    Backup.objects.create(made_at=at, name="cairn.tar", size=1)
