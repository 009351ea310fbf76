"""Damage made behind the models' backs is found, named, and given a repair that does no harm."""

import hashlib
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from certificates.ledger.models import Certificate, PeriodBasis, Ruling
from certificates.proof import pdf
from certificates.updates.models import Fulfilment, Obligation
from courses.learning.models import Enrolment
from lms import append_only, records
from lms.models import Picture
from notices.models import Delivery, Notice
from tests import factories
from tests.factories import NOON
from tests.kept import kept

pytestmark = pytest.mark.django_db


@contextmanager
def behind_the_back():
    """Without the triggers, as somebody with a database shell could do it."""
    guarded = [model for app in apps.get_app_configs() for model in append_only.guarded(app)]
    with connection.cursor() as cursor:
        for model in guarded:
            on = f" ON {model._meta.db_table}" if connection.vendor == "postgresql" else ""
            for event in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {model._meta.db_table}_no_{event}{on}")
        yield cursor
    for app in apps.get_app_configs():
        append_only.install_triggers(app)


# Another first letter, whichever there is, so that the check symbol no longer belongs to the code.
MISREAD = (
    "UPDATE ledger_certificate SET code = CASE substr(code, 1, 1) WHEN 'A' THEN 'B' ELSE 'A' END || substr(code, 2)"
)


@kept
def awarded(trainee) -> Certificate:
    curriculum, _, _ = factories.small_world()
    return factories.certified(trainee, curriculum)


@pytest.fixture
def certificate(awarded):
    """With its file."""
    pdf.file_of(awarded, at=NOON)
    return awarded


def found(only: str) -> list[records.Damage]:
    return list(records.damages(only))


def test_whole_records_are_called_whole(certificate, capsys):
    assert list(records.damages()) == []
    call_command("check_records")
    assert "Every record is whole" in capsys.readouterr().out


def test_the_command_names_damage_and_fails(certificate, capsys):
    with behind_the_back() as cursor:
        cursor.execute(MISREAD)
    with pytest.raises(CommandError, match="damaged"):
        call_command("check_records")
    assert f"ledger.certificate {certificate.pk}" in capsys.readouterr().out


def test_every_kind_of_damage_has_a_test():
    elsewhere = {  # in the tests of their rooms
        "standings say what the records say",
        "images of releases have the sizes they are shown in",
        "frozen files are what their hash says",
        "what people keep in lessons stands in a block of them",
        "results of observations are what their marks earn",
        "observations are of the person whose training they follow",
        "published rubrics are frozen",
    }
    assert {name for name, *_ in DAMAGE} | HERE | elsewhere == set(records.names())


HERE = {
    "records are sealed in the database",
    "everything that is owed was asked for",
    "files of certificates are what was rendered",
    "updates were done after they were asked for",
    "certificates rest on their holder's own training",
    "completions belong to their release",
    "notices can be put into words",
    "numbers and days of releases run the same way",
    "logos and signatures are what was kept",
}
DAMAGE = [
    (
        "contents are what their hash says",
        "UPDATE contents_content SET data = '{\"title\": \"Other\"}' WHERE kind = 'lesson'",
    ),
    ("releases contain what their outline lists", "DELETE FROM releases_releaseitem WHERE position = 0"),
    (
        "releases list what was approved",
        "UPDATE releases_releaseproposal SET contents = '[]'",
    ),
    ("nobody approved what they wrote", "DELETE FROM releases_proposalpart WHERE part = 'approved'"),
    ("results of quizzes are what their answers earn", "UPDATE learning_attempt SET points = 0"),
    ("completed trainings are complete", "UPDATE learning_enrolment SET completed_at = NULL"),
    ("every period has its certificate", "DELETE FROM ledger_periodbasis"),
    (
        "codes can be read",
        MISREAD,
    ),
    (
        "certificates say what their period says",
        "UPDATE ledger_period SET valid_until = '2031-01-01', grace_until = '2031-02-01'",
    ),
    ("nothing is decided after a revocation", None),
    ("required letters were asked for", "DELETE FROM notices_delivery"),
]


@pytest.mark.parametrize(("name", "statement"), [one for one in DAMAGE if one[1]], ids=lambda value: str(value)[:40])
def test_damage_by_sql_is_found(certificate, name, statement):
    assert found(name) == []
    with behind_the_back() as cursor:
        cursor.execute(statement)
    assert found(name)
    assert all(damage.repair for damage in found(name))


def test_a_ruling_after_a_revocation_is_found(certificate, admin):
    for hours, action in ((0, "revoke"), (1, "suspend")):
        Ruling.objects.create(
            certificate=certificate, action=action, reason="concern", by=admin, at=NOON + timedelta(hours=hours)
        )
    assert len(found("nothing is decided after a revocation")) == 1


def test_a_lost_and_a_changed_file_are_found(certificate):
    name = "files of certificates are what was rendered"
    kept = certificate.pdf.file
    with kept.storage.open(kept.name, "rb") as file:
        content = file.read()
    kept.storage.delete(kept.name)
    assert "missing" in found(name)[0].what
    with open(kept.storage.path(kept.name), "wb") as file:
        file.write(content + b" ")
    assert "not the one" in found(name)[0].what


def test_a_missing_trigger_is_found(certificate):
    on = " ON ledger_certificate" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER ledger_certificate_no_delete{on}")
    assert [damage.record for damage in found("records are sealed in the database")] == ["ledger_certificate: delete"]
    append_only.install_triggers(apps.get_app_config("ledger"))
    assert found("records are sealed in the database") == []


def test_an_update_that_nobody_was_asked_for_is_found(certificate):
    curriculum = Enrolment.objects.get().curriculum
    factories.edit_lesson(factories.lessons_of(curriculum)[0], "Another way.")
    factories.make_release(curriculum, change_class="substantive")
    name = "everything that is owed was asked for"
    if not found(name):  # the release was carried out at once
        with behind_the_back() as cursor:
            cursor.execute("DELETE FROM updates_obligation")
    assert Obligation.objects.count() == 0
    assert found(name)


def test_a_fulfilment_before_its_obligation_is_found(certificate):
    curriculum = Enrolment.objects.get().curriculum
    factories.edit_lesson(factories.lessons_of(curriculum)[0], "Another way.")
    release = factories.make_release(curriculum, change_class="substantive")
    owed = Obligation.objects.filter(release=release).first() or Obligation.objects.create(
        certificate=certificate, release=release, action="reassess", due_on=NOON.date(), minutes=5, created_at=NOON
    )
    Fulfilment.objects.create(obligation=owed, at=owed.created_at - timedelta(days=1))
    assert len(found("updates were done after they were asked for")) == 1


def test_a_certificate_that_rests_on_somebody_else_is_found(certificate):
    other = factories.make_user()
    with behind_the_back() as cursor:
        cursor.execute("UPDATE learning_enrolment SET user_id = %s", [other.pk])
    assert PeriodBasis.objects.count() == len(found("certificates rest on their holder's own training"))


def test_a_release_that_overtakes_another_is_found(certificate):
    curriculum = Enrolment.objects.get().curriculum
    factories.edit_lesson(factories.lessons_of(curriculum)[0], "Another way.")
    second = factories.make_release(curriculum)
    name = "numbers and days of releases run the same way"
    assert found(name) == []
    with behind_the_back() as cursor:
        cursor.execute("UPDATE releases_release SET effective_at = %s WHERE id <> %s", ["2030-01-01", second.pk])
    assert [damage.record for damage in found(name)] == [f"releases.release {second.pk} ({second})"]


def test_a_completion_outside_its_release_is_found(certificate):
    with behind_the_back() as cursor:
        cursor.execute("DELETE FROM releases_releaseitem")
    assert found("completions belong to their release")


def test_a_notice_without_words_is_found(certificate):
    Notice.objects.filter(pk=Notice.objects.first().pk).update(facts={"nonsense": 1})
    assert len(found("notices can be put into words")) == 1
    assert Delivery.objects.exists()


def test_a_picture_whose_bytes_were_changed_is_found(db):
    kept = hashlib.sha256(b"stones").hexdigest()
    Picture.objects.bulk_create([Picture(sha256=kept, content=b"stones", width=1, height=1)])
    assert found("logos and signatures are what was kept") == []
    with behind_the_back() as cursor:
        cursor.execute("UPDATE lms_picture SET content = %s", [b"sticks"])
    (damage,) = found("logos and signatures are what was kept")
    assert kept[:8] in damage.record
