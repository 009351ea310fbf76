"""A query written once gives what Django's own would, for every value, connection and kind of column."""

from datetime import datetime, timedelta

import pytest
from django.db.models import F

from accounts.models import User
from courses.learning.models import Enrolment
from lms.compiled import Compiled, Small
from tests import factories
from tests.factories import NOON
from tests.kept import kept

pytestmark = pytest.mark.django_db

BY_KEY = Compiled(lambda pk: User.objects.filter(pk=pk), pk=int)
OF_PERSON = Compiled(
    lambda user, since: (
        Enrolment.objects.filter(user=user, enrolled_at__gte=since)
        .select_related("release")
        .annotate(title_of_page=F("curriculum__title"))
        .order_by("pk")
    ),
    user=int,
    since=datetime,
)


@kept
def enrolments(trainee):
    curricula = [factories.make_curriculum(name, modules=1, lessons=1) for name in ("skills", "limits")]
    for curriculum in curricula:
        factories.make_release(curriculum)
    return [factories.enrolled(trainee, curriculum) for curriculum in curricula]


def test_it_finds_whom_each_value_names(trainee, trainer, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert [BY_KEY.first(pk=one.pk) for one in (trainee, trainer)] == [trainee, trainer]
    assert BY_KEY.first(pk=0) is None
    assert BY_KEY.first(pk=10**30) is None
    found = BY_KEY.first(pk=trainee.pk)
    fresh = User.objects.get(pk=trainee.pk)
    columns = [field.attname for field in User._meta.concrete_fields]
    assert [getattr(found, name) for name in columns] == [getattr(fresh, name) for name in columns]
    assert not found._state.adding


def test_rows_come_with_what_is_selected_beside_them(enrolments, trainee, django_assert_num_queries):
    expected = list(Enrolment.objects.filter(user=trainee).order_by("pk"))
    with django_assert_num_queries(1):
        found = OF_PERSON.all(user=trainee.pk, since=NOON - timedelta(days=1))
        outlines = [one.release.outline["slug"] for one in found]
    assert found == expected
    assert outlines == ["skills", "limits"]
    assert [one.enrolled_at for one in found] == [one.enrolled_at for one in expected]
    assert [one.title_of_page for one in found] == [one.curriculum.title for one in expected]
    assert OF_PERSON.all(user=trainee.pk, since=NOON + timedelta(days=1)) == []


def test_what_is_found_can_be_changed_and_saved(trainee):
    found = BY_KEY.first(pk=trainee.pk)
    found.display_name = "Renamed"
    found.save(update_fields=["display_name"])
    assert User.objects.get(pk=trainee.pk).display_name == "Renamed"


def test_a_value_that_the_query_does_not_ask_for_is_told_at_once(trainee):
    with pytest.raises(ValueError, match="does not ask for other"):
        Compiled(lambda pk, other: User.objects.filter(pk=pk), pk=int, other=int).all(pk=1, other=2)


def test_somebody_is_asked_for_by_key_as_by_any_other_way(trainee, trainer):
    assert User.objects.get(pk=trainee.pk) == trainee
    with pytest.raises(User.DoesNotExist):
        User.objects.get(pk=0)
    with pytest.raises(User.DoesNotExist):
        trainee.groups.create(name="Walkers").user_set.get(pk=trainer.pk)


def test_a_column_of_two_bytes_is_asked_for_as_any_other(enrolments, trainee):
    of_cycle = Compiled(lambda cycle: Enrolment.objects.filter(cycle=cycle).order_by("pk"), cycle=Small)
    assert of_cycle.all(cycle=1) == list(Enrolment.objects.order_by("pk"))
    assert of_cycle.all(cycle=2) == []
    assert of_cycle.all(cycle=40_000) == []  # no such column holds it
