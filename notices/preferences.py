"""Which kinds of letters a person wants."""

from collections.abc import Collection

from django.db import transaction

from accounts import roles
from accounts.models import User
from notices.kinds import Kind, optional
from notices.models import Preference


def offered(user: User) -> list[Kind]:
    """The kinds the person may choose about: the trainers' own only to trainers."""
    is_trainer = roles.is_trainer(user)
    return [kind for kind in optional() if is_trainer or not kind.for_trainers]


def wanted(user: User) -> set[str]:
    """Which of the kinds offered the person gets letters of."""
    declined = set(Preference.objects.filter(user=user, by_mail=False).values_list("kind", flat=True))
    return {kind.key for kind in offered(user)} - declined


@transaction.atomic
def choose(user: User, kinds: Collection[str]) -> None:
    """Get letters of exactly these kinds, of those offered; required ones always come."""
    for kind in offered(user):
        Preference.objects.update_or_create(user=user, kind=kind.key, defaults={"by_mail": kind.key in kinds})


def decline(user: User, kind_key: str) -> None:
    """No more letters of one kind; the notices still appear in the site."""
    Preference.objects.update_or_create(user=user, kind=kind_key, defaults={"by_mail": False})
