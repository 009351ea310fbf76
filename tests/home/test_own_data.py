"""Everything the database holds about a person, as a file they can take along."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import access_log, feeds, moving
from accounts.models import User
from certificates.ledger import rulings
from certificates.ledger.models import Certificate, Ruling
from courses.authoring.models import Question
from courses.contents.blocks import registry
from courses.contents.models import Content
from courses.learning import corrective, notebook
from home import exporting
from home.own_data import SECTIONS, also_named_in
from lms.languages import reading
from tests import factories, plain
from tests.courses.learning.test_regrading import World
from tests.factories import NOON, certified, enrolled, items_of, make_user, take_quiz
from tests.kept import kept

pytestmark = pytest.mark.django_db

SECRET_NOTE = "What a coordinator noted for themself."


@kept
def lived(trainee, admin, region_tree):
    """Somebody with a certificate, a quiz not passed, a decision, a look and a notice."""
    curriculum, *_ = factories.small_world()
    certificate = certified(trainee, curriculum)
    rulings.suspend(certificate, reason=Ruling.Reason.CONCERN, by=admin, at=NOON, note=SECRET_NOTE)
    other = factories.make_curriculum("other", modules=1, lessons=1, questions=2)
    factories.make_release(other)
    enrolment = enrolled(trainee, other)
    take_quiz(enrolment, items_of(enrolment, "quiz")[0]["hash"], right=False)
    access_log.record(viewer=admin, subject=trainee, action="view", at=NOON)
    moving.choose(trainee, region_tree["Ottawa"], at=NOON)
    plain.tell(
        trainee, kind="reminder", dedupe_key="one", subject="Said", body="So", action_label="", action_path="/", at=NOON
    )
    feeds.renew(trainee)
    return User.objects.get(pk=trainee.pk)


def written(person):
    return json.loads("".join(exporting.document(person, at=NOON)))


def shown(person):
    return "".join(exporting.page(person, at=NOON))


def test_the_document_holds_every_section_and_its_rows(lived):
    data = written(lived)
    assert [section.key for section in SECTIONS] == [key for key in data if key not in ("written_at", "also_named_in")]
    assert data["account"][0]["email"] == "trainee@example.org"
    assert [row["completed_at"] is None for row in data["trainings"]].count(True) == 1
    assert data["certificates"][0]["holder_name"] == "Jordan Ellery"
    assert data["decisions"][0]["action"] == "suspend"
    assert data["region_moves"][0]["wanted__name"] == "Ottawa"
    assert {row["subject"] for row in data["notices"]} >= {"Said"}
    assert "Noor opened your record" in data["looks"][-1]["words"]


def test_answers_are_in_words(lived):
    attempts = written(lived)["attempts"]
    right = next(row for row in attempts if row["passed"])
    assert right["answers"][0]["question"].startswith("What does")
    assert right["answers"][0]["answered"] == ["Option 0"]
    assert next(row for row in attempts if not row["passed"])["answers"][0]["answered"] == []


def test_what_was_kept_in_lessons_is_in_it(lived):
    curriculum = factories.make_curriculum("written", modules=1, lessons=1, questions=0)
    factories.add_own_blocks(curriculum)
    factories.make_release(curriculum)
    enrolment = enrolled(lived, curriculum)
    frozen = Content.objects.get(pk=items_of(enrolment, "lesson")[0]["hash"])
    named = [name for _number, name, _block in registry.named_blocks(frozen.data["body"])]
    sent = {name: notebook.Change([value], "0:") for name, value in zip(named, ("I listen.", "2"), strict=True)}
    notebook.keep(enrolment, frozen, sent, page="one", at=NOON)
    assert {row["asked"]: row["words"] for row in written(lived)["notebook"]} == {
        "What would you say?": "I listen.",
        "Which is it? (What would you say?)": "Option B",
    }
    assert "I listen." in shown(lived)


def test_secrets_and_what_others_noted_stay_out(lived):
    for text in (json.dumps(written(lived)), shown(lived)):
        assert lived.calendar_key not in text
        assert lived.password not in text
        assert SECRET_NOTE not in text


def test_the_page_says_the_same_in_words(lived):
    page = shown(lived)
    for words in ("My data: Jordan Ellery", "Jordan Ellery", "Noor opened your record", "First training", "→ Option 0"):
        assert words in page
    assert page.startswith("<!doctype html>")
    assert page.rstrip().endswith("</html>")
    assert "<script" not in page


def test_what_somebody_typed_is_no_markup(lived):
    lived.display_name = lived.certificate_name = "<b>Jo</b>"
    lived.save()
    assert "<b>Jo</b>" not in shown(lived)


def test_nothing_of_somebody_else_is_in_it(lived):
    text = json.dumps(written(make_user("other@example.org", "Nobody Else")))
    assert "Jordan" not in text
    assert Certificate.objects.get().code not in text


def test_whoever_did_nothing_yet_gets_a_whole_file(db):
    data = written(make_user())
    assert data["trainings"] == []
    assert "Nothing." in shown(make_user())


def test_it_is_an_archive_of_both_that_comes_in_pieces(client, lived):
    client.force_login(lived)
    answer = client.get("/my-data/")
    pieces = list(answer.streaming_content)
    assert len(pieces) > 3
    with zipfile.ZipFile(io.BytesIO(b"".join(pieces))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["my-data.html", "my-data.json"]
        assert json.loads(archive.read("my-data.json"))["account"][0]["email"] == lived.email
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Disposition"].endswith(f'my-data-{timezone.localdate().isoformat()}.zip"')


def test_a_stranger_is_asked_to_log_in(client):
    assert "/account/login/" in client.get("/my-data/").url


def test_it_speaks_the_readers_language(lived):
    with reading("fr"):
        assert '<html lang="fr' in shown(lived)


def test_every_table_that_points_at_people_is_told_of(lived, admin):
    """By a section, or, without anybody listing it, by how often it names the person."""
    points = {point for section in SECTIONS for point in section.points}
    known = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if field.related_model is User
    }
    assert points <= known
    assert {"record": "ledger.Ruling.by", "count": 1} in list(also_named_in(admin))
    assert all(row["record"] not in points for row in also_named_in(lived))


def test_it_asks_the_same_however_much_there_is(trainee):
    asked = []
    for number in range(3):
        curriculum = factories.make_curriculum(f"c{number}", modules=1, lessons=1, questions=2)
        factories.make_release(curriculum)
        factories.make_scheme(curriculum)
        certified(trainee, curriculum, at=NOON + timedelta(days=number))
        with CaptureQueriesContext(connection) as queries:
            written(trainee)
        asked.append(len(queries))
    assert asked[0] == asked[1] == asked[2]


def test_lessons_that_were_read_again_are_named(trainee):
    curriculum = factories.make_curriculum("safety", modules=1, lessons=1, questions=1)
    Question.objects.update(critical=True)
    factories.make_release(curriculum)
    enrolment = enrolled(trainee, curriculum)
    attempt = take_quiz(enrolment, items_of(enrolment, "quiz")[0]["hash"], right=False)
    corrective.study(attempt, attempt.to_study[0], at=NOON)
    [row] = written(trainee)["read_again"]
    assert (row["title"], row["attempt__number"]) == (items_of(enrolment, "lesson")[0]["title"], 1)


def test_results_that_a_correction_raised_are_told_beside_those_of_handing_in(trainee):
    world = World()
    world.sit(world.enrol(trainee), 1)
    world.correct("re-key", ["1"])
    data = written(trainee)
    assert [(row["score"], row["passed"]) for row in data["attempts"]] == [("1", False)]
    (raised,) = data["corrected_results"]
    assert (raised["score"], raised["out_of"], raised["passed"], raised["reason"]) == (
        "2",
        2,
        True,
        "The key was wrong.",
    )


def test_a_reason_stays_with_a_quiz_that_keeps_its_answers(trainee):
    world = World(explains="settled")
    world.sit(world.enrol(trainee), 1, 1)
    world.correct("accept", ["1"])
    assert [row["reason"] for row in written(trainee)["corrected_results"]] == [""]
