"""A person can go; the records stay."""

from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db.models import ProtectedError
from guardian.models import UserObjectPermission

from accounts import access_log, roles
from accounts.anonymising import FORMER, anonymise, deactivate
from accounts.models import User
from tests.factories import NOON, make_user

pytestmark = pytest.mark.django_db


def test_nothing_that_names_the_person_is_left(coordinator, admin):
    EmailAddress.objects.create(user=coordinator, email=coordinator.email, verified=True, primary=True)
    RecoveryCodes.activate(coordinator)
    anonymise(coordinator, by=admin, at=NOON)
    gone = User.objects.get(pk=coordinator.pk)
    assert gone.email == f"former-{gone.pk}@anonymised.invalid"
    assert (gone.display_name, gone.certificate_name, gone.region) == (FORMER, "", None)
    assert (gone.is_active, gone.has_usable_password(), gone.anonymised_at) == (False, False, NOON)
    assert not gone.groups.exists()
    assert not UserObjectPermission.objects.filter(user=gone).exists()
    assert not EmailAddress.objects.filter(user=gone).exists()
    assert not Authenticator.objects.filter(user=gone).exists()
    assert [entry.action for entry in access_log.about(gone)] == ["anonymise"]


def test_twice_is_as_good_as_once(trainee, admin):
    anonymise(trainee, by=admin, at=NOON)
    anonymise(trainee, by=admin, at=NOON)
    assert access_log.about(trainee).count() == 1


def test_only_administrators_do_it_and_never_to_themselves(trainee, coordinator, admin):
    for by, whom in [(coordinator, trainee), (trainee, trainee), (admin, admin)]:
        with pytest.raises(PermissionDenied):
            anonymise(whom, by=by, at=NOON)
        with pytest.raises(PermissionDenied):
            deactivate(whom, by=by, at=NOON)
    trainee.refresh_from_db()
    assert trainee.email == "trainee@example.org"


def test_a_closed_account_keeps_its_names(trainee, admin):
    deactivate(trainee, by=admin, at=NOON)
    deactivate(trainee, by=admin, at=NOON)
    trainee.refresh_from_db()
    assert (trainee.is_active, trainee.certificate_name) == (False, "Jordan Ellery")
    assert access_log.about(trainee).count() == 1


def test_the_command_does_it_after_a_yes(trainee, admin, monkeypatch):
    out = StringIO()
    monkeypatch.setattr("builtins.input", lambda prompt: "no")
    call_command("anonymise", "trainee@example.org", "--by", "admin@example.org", stdout=out)
    assert "Nothing was changed." in out.getvalue()
    call_command("anonymise", "trainee@example.org", "--by", "admin@example.org", "--no-input", stdout=out)
    trainee.refresh_from_db()
    assert trainee.anonymised_at


def test_the_command_refuses_with_a_sentence(trainee, coordinator):
    with pytest.raises(CommandError, match="Only administrators"):
        call_command("anonymise", "trainee@example.org", "--by", "coordinator@example.org", "--no-input")
    with pytest.raises(CommandError, match="no account"):
        call_command("anonymise", "nobody@example.org", "--by", "coordinator@example.org", "--no-input")


def test_people_are_never_deleted(db):
    user = make_user()
    with pytest.raises(ProtectedError):
        user.delete()


def test_an_anonymised_person_is_nobodys_to_coordinate(trainee, coordinator, admin):
    assert trainee in roles.people_of(coordinator)
    anonymise(trainee, by=admin, at=NOON)
    assert trainee not in roles.people_of(coordinator)
