"""Roles: groups and object permissions are given and taken together, and reach exactly as far as they should."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.test import RequestFactory

from accounts import context, roles
from accounts.models import Region, User
from tests.factories import make_curriculum, make_user

pytestmark = pytest.mark.django_db


def fresh(user: User) -> User:
    """The person as the next request sees them."""
    return User.objects.get(pk=user.pk)


def test_a_trainer_may_write_only_their_curricula():
    mine, other = make_curriculum("mine", modules=0), make_curriculum("other", modules=0)
    user = make_user()
    roles.make_trainer(user, [mine])
    user = fresh(user)
    assert roles.is_trainer(user)
    assert user.has_perm("authoring.author_curriculum", mine)
    assert user.has_perm("authoring.approve_curriculum", mine)
    assert not user.has_perm("authoring.author_curriculum", other)
    assert mine.permissions_for_user(user).can_publish()
    assert not other.permissions_for_user(user).can_edit()


def test_a_trainer_need_not_be_an_approver():
    curriculum = make_curriculum(modules=0)
    user = make_user()
    roles.make_trainer(user, [curriculum], approver=False)
    assert not fresh(user).has_perm("authoring.approve_curriculum", curriculum)


def test_the_last_curriculum_withdrawn_ends_the_role_altogether():
    one, two = make_curriculum("one", modules=0), make_curriculum("two", modules=0)
    user = make_user()
    roles.make_trainer(user, [one, two])
    roles.withdraw_trainer(user, one)
    assert roles.is_trainer(fresh(user))
    assert not fresh(user).has_perm("authoring.author_curriculum", one)
    roles.withdraw_trainer(user, two)
    assert not roles.is_trainer(fresh(user))
    assert not two.permissions_for_user(fresh(user)).can_edit()


def test_a_coordinator_reaches_the_region_and_everything_below_it(coordinator, trainee, region_tree):
    ottawa = make_user(region=region_tree["Ottawa"])
    montreal, nowhere = make_user(region=region_tree["Montréal"]), make_user()
    people = set(roles.people_of(fresh(coordinator)))
    assert {trainee, ottawa} <= people
    assert not {montreal, nowhere} & people
    names = set(roles.regions_of(fresh(coordinator)).values_list("name", flat=True))
    assert names == {"Ontario", "Toronto", "Ottawa"}


def test_a_new_district_is_reached_without_granting_anything(coordinator, region_tree):
    Region.objects.get(pk=region_tree["Ontario"].pk).add_child(name="Sudbury", slug="sudbury")
    sudbury = make_user(region=Region.objects.get(slug="sudbury"))
    assert sudbury in roles.people_of(fresh(coordinator))


def test_a_coordinator_withdrawn_sees_nobody(coordinator, region_tree):
    roles.withdraw_coordinator(coordinator, region_tree["Ontario"])
    assert not roles.is_coordinator(fresh(coordinator))
    assert not roles.people_of(fresh(coordinator)).exists()


def test_an_administrator_reaches_everybody_and_the_role_can_be_withdrawn(admin, trainee):
    assert trainee in roles.people_of(fresh(admin))
    roles.withdraw_administrator(admin)
    assert not roles.people_of(fresh(admin)).exists()
    assert not roles.sees_others(fresh(admin))


def test_a_group_has_exactly_the_permissions_of_its_role_even_after_somebody_added_one():
    group = roles.group(roles.COORDINATORS)
    group.permissions.add(Permission.objects.get(codename="change_user"))
    assert not roles.group(roles.COORDINATORS).permissions.exists()


def test_trainees_see_nobody(trainee):
    assert not roles.sees_others(trainee)
    assert not roles.people_of(trainee).exists()


def test_the_navigation_asks_for_roles_once(trainer, django_assert_num_queries):
    request = RequestFactory().get("/")
    request.user = fresh(trainer)
    flags = context.roles(request)
    with django_assert_num_queries(1):
        assert bool(flags["is_trainer"]) is True
        assert bool(flags["is_coordinator"]) is False


def test_a_group_that_is_there_may_open_what_its_role_opens_since_an_upgrade():
    trainers = roles.group(roles.TRAINERS)
    trainers.permissions.clear()
    roles.keep_up(apps.get_app_config("authoring"), "default")
    assert {one.content_type.app_label for one in trainers.permissions.all()} == {"authoring"}
    Group.objects.all().delete()
    roles.keep_up(apps.get_app_config("authoring"), "default")
    assert not Group.objects.exists()
