"""The path to a certificate, and how far a person is on it."""

from datetime import timedelta

import pytest

from certificates.ledger import paths, renewing, ways
from certificates.ledger.models import Ruling
from courses.authoring.models import CurriculumPage
from courses.learning import leading
from tests import factories
from tests.factories import NOON, certified, enrolled, make_user, study
from tests.kept import kept

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(days=700)  # inside the renewal window


def _released(slug: str) -> CurriculumPage:
    curriculum = factories.make_curriculum(slug, title=slug.title(), modules=1, lessons=2, questions=0)
    factories.make_release(curriculum, at=NOON - timedelta(days=900))
    return curriculum


@kept
def core():
    return _released("core")


@kept
def deeper():
    return _released("deeper")


@kept
def path(core, deeper):
    scheme = factories.make_scheme(deeper, core, purpose="Lead meetings", allows=" One thing \n\nAnother thing")
    return paths.to(scheme, at=NOON)


def way_of(person, path, at=NOON):
    return ways.of(person, path, at=at)


def test_the_curricula_stand_in_the_order_of_the_catalogue_with_their_time(path):
    assert [stage.title for stage in path.stages] == ["Core", "Deeper"]
    assert (path.minutes, path.is_open) == (40, True)
    assert path.allows == ["One thing", "Another thing"]


def test_a_path_with_something_unreleased_is_not_open_yet(core):
    path = paths.to(factories.make_scheme(core, factories.make_curriculum("later")), at=NOON)
    assert [bool(stage.release) for stage in path.stages] == [True, False]
    assert not path.is_open


def test_an_unpublished_curriculum_cannot_be_taken(core):
    scheme = factories.make_scheme(core)
    core.unpublish()
    assert not paths.to(scheme, at=NOON).is_open


def test_only_what_is_issued_now_is_offered(path, core):
    factories.make_scheme(core, active=False)
    assert [one.scheme for one in paths.offered(at=NOON)] == [path.scheme]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_whatever_its_length(count, core, django_assert_num_queries):
    for number in range(count):
        factories.make_scheme(core, _released(f"more-{number}"))
    with django_assert_num_queries(4):
        paths.offered(at=NOON)


def test_a_curriculum_says_what_it_leads_to_and_whether_it_is_enough(path, core, deeper):
    alone = factories.make_scheme(deeper, name="B", slug="b")
    lone = _released("lone")
    found = leading.goals([core.pk, deeper.pk, lone.pk])
    assert [(goal.wish, goal.is_enough) for goal in found[core.pk]] == [("Lead meetings", False)]
    assert {(goal.name, goal.url, goal.is_enough) for goal in found[deeper.pk]} >= {("B", paths.address(alone), True)}
    assert lone.pk not in found


def test_a_newcomer_begins_with_the_first(path):
    way = way_of(make_user(), path)
    assert [leg.state for leg in way.legs] == ["not-started", "not-started"]
    assert (way.next.title, way.next.posts, way.next.url) == ("Core", True, "/curricula/core/enrol/")


def test_what_is_under_way_comes_next(path, core, deeper):
    person = make_user()
    study(enrolled(person, core), items=1)
    way = way_of(person, path)
    assert (way.legs[0].state, way.legs[0].done, way.legs[0].total) == ("under-way", 1, 2)
    assert (way.next.title, way.next.posts) == ("Core", False)


def test_after_the_first_the_second_is_offered(path, core):
    person = make_user()
    study(enrolled(person, core))
    way = way_of(person, path)
    assert ([leg.state for leg in way.legs], way.done) == (["done", "not-started"], 1)
    assert way.next.title == "Deeper"


def test_a_holder_sees_the_certificate(path, core, deeper):
    person = make_user()
    study(enrolled(person, core))
    certificate = certified(person, deeper)
    way = way_of(person, path)
    assert (way.held, way.done) == (certificate, 2)
    assert way.next.url == f"/learn/certificates/{certificate.code}/"


def test_in_the_window_renewing_is_next_and_then_what_it_asks(path, core, deeper):
    person = make_user()
    study(enrolled(person, core))
    certified(person, deeper)
    assert way_of(person, path, LATER).next.posts
    first, _second = renewing.begin(path.scheme, person, by=person, at=LATER)
    assert [leg.state for leg in way_of(person, path, LATER).legs] == ["under-way", "under-way"]
    study(first, at=LATER)
    way = way_of(person, path, LATER)
    assert [leg.state for leg in way.legs] == ["done", "under-way"]
    assert way.next.url.startswith("/learn/")


@pytest.mark.parametrize("action", ["suspend", "revoke"])
def test_a_decision_leads_to_whoever_can_be_asked(action, path, core, deeper, admin):
    person = make_user()
    study(enrolled(person, core))
    certificate = certified(person, deeper)
    Ruling.objects.create(certificate=certificate, action=action, reason=Ruling.Reason.CONCERN, by=admin, at=NOON)
    assert way_of(person, path).next.url == f"/learn/certificates/{certificate.code}/"


def test_what_is_being_prepared_is_said_and_cannot_be_pressed(core):
    path = paths.to(factories.make_scheme(factories.make_curriculum("later")), at=NOON)
    assert way_of(make_user(), path).next.url == ""


@pytest.mark.parametrize("count", [1, 3])
def test_a_way_asks_the_same_whatever_its_length(count, django_assert_num_queries):
    curricula = [_released(f"part-{number}") for number in range(count)]
    path, person = paths.to(factories.make_scheme(*curricula), at=NOON), make_user()
    for curriculum in curricula:
        study(enrolled(person, curriculum), items=1)
    with django_assert_num_queries(4):
        way_of(person, path)
