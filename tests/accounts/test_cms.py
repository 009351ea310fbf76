"""Administrators look after people and regions in the editor."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from accounts import access_log, person_changes, roles
from accounts.models import Region, User
from tests import factories


@pytest.fixture
def editor(client, admin):
    client.force_login(admin)
    return client


def said(answer) -> str:
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def person_form(**fields) -> dict:
    defaults = {
        "email": "Kofi@Example.org",
        "display_name": "Kofi",
        "certificate_name": "Kofi Asante",
        "region": "",
        "password1": "",
        "password2": "",
        "is_active": "on",
        "approver": "on",
    }
    return {**defaults, **fields}


ADD, EDIT = "wagtailusers_users:add", "wagtailusers_users:edit"


def test_an_administrator_adds_a_person_without_choosing_a_password(editor, region_tree):
    answer = editor.post(reverse(ADD), person_form(region=region_tree["Toronto"].pk))
    assert answer.status_code == 302, answer.context["form"].errors
    user = User.objects.get(email="kofi@example.org")
    assert (user.display_name, user.certificate_name, user.region) == ("Kofi", "Kofi Asante", region_tree["Toronto"])
    assert not user.has_usable_password()
    assert roles.role_names(user) == set()


def test_an_address_in_use_is_refused(editor, trainee):
    answer = editor.post(reverse(ADD), person_form(email="Trainee@example.org"))
    assert answer.status_code == 200
    assert User.objects.filter(email__iexact="trainee@example.org").count() == 1


def test_roles_come_with_curricula_and_regions(editor, region_tree):
    skills, other = factories.make_curriculum("skills"), factories.make_curriculum("other")
    editor.post(reverse(ADD), person_form(author_of=[skills.pk], coordinates=[region_tree["Ontario"].pk]))
    user = User.objects.get(email="kofi@example.org")
    assert roles.role_names(user) >= {roles.TRAINERS, roles.COORDINATORS}
    assert user.has_perm("authoring.approve_curriculum", skills)
    assert not user.has_perm("authoring.author_curriculum", other)
    assert set(roles.regions_of(user)) == {region_tree[name] for name in ("Ontario", "Toronto", "Ottawa")}


def test_roles_can_be_changed_and_withdrawn(editor, region_tree):
    skills, other = factories.make_curriculum("skills"), factories.make_curriculum("other")
    editor.post(reverse(ADD), person_form(author_of=[skills.pk], coordinates=[region_tree["Ontario"].pk]))
    user = User.objects.get(email="kofi@example.org")
    edit = reverse(EDIT, args=[user.pk])
    editor.post(edit, person_form(author_of=[other.pk], approver="", coordinates=[region_tree["Montréal"].pk]))
    user = User.objects.get(pk=user.pk)
    assert not user.has_perm("authoring.author_curriculum", skills)
    assert user.has_perm("authoring.author_curriculum", other)
    assert not user.has_perm("authoring.approve_curriculum", other)
    assert set(roles.regions_of(user)) == {region_tree["Montréal"]}
    editor.post(edit, person_form())
    assert roles.role_names(User.objects.get(pk=user.pk)) == set()


def test_the_form_shows_the_roles_a_person_has(editor, region_tree):
    skills = factories.make_curriculum("skills")
    user = factories.make_user("kofi@example.org", "Kofi Asante")
    roles.make_trainer(user, [skills], approver=False)
    roles.make_coordinator(user, region_tree["Ontario"])
    form = editor.get(reverse(EDIT, args=[user.pk])).context["form"]
    assert form["author_of"].value() == [skills.pk]
    assert form["approver"].value() is False
    assert form["coordinates"].value() == [region_tree["Ontario"].pk]


def test_an_administrator_makes_and_unmakes_another(editor, trainee):
    edit = reverse(EDIT, args=[trainee.pk])
    editor.post(edit, person_form(email=trainee.email, is_superuser="on"))
    assert User.objects.get(pk=trainee.pk).is_superuser
    editor.post(edit, person_form(email=trainee.email))
    user = User.objects.get(pk=trainee.pk)
    assert not user.is_superuser
    assert roles.ADMINISTRATORS not in roles.role_names(user)


def test_nobody_takes_their_own_rights_away_by_saving(editor, admin):
    editor.post(reverse(EDIT, args=[admin.pk]), person_form(email=admin.email, display_name="Noor"))
    user = User.objects.get(pk=admin.pk)
    assert user.is_superuser
    assert user.is_active


def test_a_new_address_replaces_the_old_one_for_logging_in(editor, trainee):
    EmailAddress.objects.create(user=trainee, email=trainee.email, primary=True, verified=True)
    editor.post(reverse(EDIT, args=[trainee.pk]), person_form(email="new@example.org"))
    address = EmailAddress.objects.get(user=trainee)
    assert (address.email, address.primary, address.verified) == ("new@example.org", True, False)


def test_people_are_closed_not_deleted(editor, trainee):
    for send in (editor.get, editor.post):
        answer = send(reverse("wagtailusers_users:delete", args=[trainee.pk]))
        assert answer.status_code == 302
        assert "People are not deleted" in said(answer)
    bulk = reverse("wagtail_bulk_action", args=["accounts", "user", "delete"])
    assert "People are not deleted" in said(editor.post(f"{bulk}?id={trainee.pk}"))
    editor.post(reverse(EDIT, args=[trainee.pk]), person_form(email=trainee.email, is_active=""))
    assert not User.objects.get(pk=trainee.pk).is_active


def test_roles_are_not_given_by_ticking_a_group(editor, trainee):
    bulk = reverse("wagtail_bulk_action", args=["accounts", "user", "assign_role"])
    answer = editor.post(f"{bulk}?id={trainee.pk}", {"role": roles.group(roles.TRAINERS).pk})
    assert "Roles come with curricula or regions" in said(answer)
    assert roles.role_names(trainee) == set()


def test_people_are_found_by_either_name_and_by_address(editor):
    user = factories.make_user("k.asante@example.org", "Kofi Asante")
    for words in ("Kofi", "Asante", "k.asante"):
        found = editor.get(reverse("wagtailusers_users:index"), {"q": words})
        assert user.email in found.content.decode()
    assert user.email not in editor.get(reverse("wagtailusers_users:index"), {"q": "nobody"}).content.decode()


def test_the_list_of_people_asks_as_much_for_many_as_for_one(editor, region_tree, django_assert_num_queries):
    url = reverse("wagtailusers_users:index")
    editor.get(url)
    with CaptureQueriesContext(connection) as once:
        editor.get(url)
    for number in range(2):
        roles.make_coordinator(factories.make_user(f"p{number}@example.org"), region_tree["Toronto"])
    with django_assert_num_queries(len(once)):
        editor.get(url)


# ---------------------------------------------------------------------------------------------------------- regions
def test_a_region_is_made_inside_another(editor, region_tree):
    form = {"name": "Kingston", "slug": "kingston", "parent": region_tree["Ontario"].pk}
    assert editor.post(reverse("regions:add"), form).status_code == 302
    assert Region.objects.get(slug="kingston").get_parent() == region_tree["Ontario"]
    editor.post(reverse("regions:add"), {"name": "Iceland", "slug": "iceland", "parent": ""})
    assert Region.objects.get(slug="iceland").is_root()
    assert [region.name for region in Region.objects.all()][-1] == "Iceland"


def test_a_region_moves_with_everything_in_it(editor, region_tree):
    ontario = region_tree["Ontario"]
    edit = reverse("regions:edit", args=[ontario.pk])
    editor.post(edit, {"name": "Ontario", "slug": "ontario", "parent": ""})
    assert Region.objects.get(pk=ontario.pk).is_root()
    assert Region.objects.get(slug="toronto").get_root().slug == "ontario"


def test_a_region_cannot_become_part_of_itself(editor, region_tree):
    edit = reverse("regions:edit", args=[region_tree["Ontario"].pk])
    choices = editor.get(edit).context["form"].fields["parent"].queryset
    assert {region.name for region in choices} == {"Canada", "Québec", "Montréal"}


def test_a_new_name_keeps_the_list_in_order(editor, region_tree):
    edit = reverse("regions:edit", args=[region_tree["Ottawa"].pk])
    editor.post(edit, {"name": "Zorra", "slug": "ottawa", "parent": region_tree["Ontario"].pk})
    assert [region.name for region in Region.objects.get(slug="ontario").get_children()] == ["Toronto", "Zorra"]


def test_a_region_with_people_or_parts_stays(editor, region_tree, trainee):
    for name in ("Toronto", "Ontario"):
        answer = editor.post(reverse("regions:delete", args=[region_tree[name].pk]))
        assert "cannot be deleted" in said(answer)
    roles.make_coordinator(trainee, region_tree["Montréal"])
    assert "cannot be deleted" in said(editor.get(reverse("regions:delete", args=[region_tree["Montréal"].pk])))
    editor.post(reverse("regions:delete", args=[region_tree["Ottawa"].pk]))
    assert not Region.objects.filter(slug="ottawa").exists()
    assert Region.objects.count() == 5


def test_trainers_see_neither_people_nor_regions(client, trainer, region_tree):
    client.force_login(trainer)
    assert client.get(reverse("wagtailusers_users:index")).status_code == 302
    assert client.get(reverse("regions:index")).status_code == 302


def noted(person) -> list[tuple[str, str]]:
    return [(entry.action, entry.detail) for entry in access_log.about(person)]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"is_active": ""}, "deactivate"),
        ({"display_name": "Jo"}, "change_names"),
        ({"certificate_name": "Jo Ellery"}, "change_names"),
        ({"email": "other@example.org"}, "change_address"),
        ({"password1": "seven quiet stones", "password2": "seven quiet stones"}, "change_password"),
        ({"region": ""}, "change_region"),
        ({"is_superuser": "on"}, "change_roles"),
    ],
)
def test_what_an_administrator_changes_about_a_person_is_noted_for_them(editor, admin, trainee, fields, expected):
    """Closing, names, address, password, region, roles: one entry each, and none when nothing was changed."""
    same = {
        "email": trainee.email,
        "display_name": "Jordan",
        "certificate_name": "Jordan Ellery",
        "region": trainee.region_id,
    }
    editor.post(reverse(EDIT, args=[trainee.pk]), person_form(**same))
    assert noted(trainee) == []
    editor.post(reverse(EDIT, args=[trainee.pk]), person_form(**{**same, **fields}))
    assert [action for action, _detail in noted(trainee)] == [expected]
    entry = access_log.about(trainee).get()
    assert entry.viewer == admin
    assert "other@example.org" not in entry.detail
    assert access_log.in_words(entry).startswith("Noor ")
    assert "administer" not in access_log.in_words(entry)


def test_duties_that_were_given_and_taken_are_named(editor, trainee, region_tree):
    same = {
        "email": trainee.email,
        "display_name": "Jordan",
        "certificate_name": "Jordan Ellery",
        "region": trainee.region_id,
    }
    edit = reverse(EDIT, args=[trainee.pk])
    editor.post(edit, person_form(**same, coordinates=[region_tree["Ontario"].pk]))
    editor.post(edit, person_form(**same, coordinates=[region_tree["Québec"].pk]))
    assert [access_log.in_words(entry) for entry in access_log.about(trainee)] == [
        "Noor changed what you may do here: + coordinate Québec, − coordinate Ontario",
        "Noor changed what you may do here: + coordinate Ontario",
    ]
    with translation.override("fr"):
        assert "+ coordonner Québec, − coordonner Ontario" in access_log.in_words(access_log.about(trainee)[0])


def test_what_an_older_version_noted_of_duties_is_shown_as_it_was_written():
    assert (
        person_changes.roles_in_words("+ coordinate Ontario, − author Skills")
        == "+ coordinate Ontario, − author Skills"
    )


def test_accounts_closed_several_at_once_are_noted_each(editor, trainee, coordinator):
    address = reverse("wagtail_bulk_action", args=["accounts", "user", "set_active_state"])
    for active, action in (("False", "deactivate"), ("True", "reactivate")):
        editor.post(f"{address}?id={trainee.pk}&id={coordinator.pk}", {"mark_as_active": active})
        for person in (trainee, coordinator):
            person.refresh_from_db()
            assert str(person.is_active) == active
            assert noted(person)[0] == (action, "")


def test_nobody_is_told_what_they_did_themself(editor, admin):
    editor.post(reverse(EDIT, args=[admin.pk]), person_form(email=admin.email, display_name="N."))
    assert noted(admin) == []
