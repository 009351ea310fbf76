"""What an administrator changed about a person, noted for the person to read. Old names and addresses are not kept."""

from dataclasses import dataclass
from datetime import datetime

from wagtail.models import Page

from accounts import access_log, moving, roles
from accounts.models import Region, User


@dataclass(frozen=True)
class Facts:
    """What is compared before and after."""

    is_active: bool
    names: tuple[str, str]
    email: str
    password: str
    region: Region | None
    roles: frozenset[str]


def facts(user: User) -> Facts:
    """A person as the database has them now; asked anew, whatever a form has done to the instance."""
    user = User.objects.select_related("region").get(pk=user.pk)
    return Facts(
        is_active=user.is_active,
        names=(user.display_name, user.certificate_name),
        email=user.email,
        password=user.password,
        region=user.region,
        roles=frozenset(_roles(user)),
    )


def _roles(user: User) -> list[str]:
    found = [roles.ADMINISTRATORS] if user.is_superuser else []
    for codename in ("author_curriculum", "approve_curriculum", "assess_curriculum"):
        titles = Page.objects.filter(pk__in=roles.granted(user, codename)).values_list("title", flat=True)
        found += [f"{codename.removesuffix('_curriculum')} {title}" for title in titles]
    regions = Region.objects.filter(pk__in=roles.granted(user, "coordinate_region")).values_list("name", flat=True)
    return [*found, *(f"coordinate {name}" for name in regions)]


def note(user: User, before: Facts, *, by: User, at: datetime) -> None:
    """Write one entry for each kind of thing that is different now. Nobody is told what they did themself."""
    after = facts(user)
    if before.region != after.region:
        moving.note_moved(User.objects.get(pk=user.pk), left=before.region, by=by, at=at)
    if by.pk == user.pk:
        return
    changed = {
        "deactivate": (before.is_active and not after.is_active, ""),
        "reactivate": (after.is_active and not before.is_active, ""),
        "change_names": (before.names != after.names, ""),
        "change_address": (before.email != after.email, ""),
        "change_password": (before.password != after.password, ""),
        "change_region": (before.region != after.region, f"{before.region or '–'} → {after.region or '–'}"),
        "change_roles": (before.roles != after.roles, _difference(before.roles, after.roles)),
    }
    for action, (is_so, detail) in changed.items():
        if is_so:
            access_log.record(viewer=by, subject=user, action=action, detail=detail, at=at)


def _difference(before: frozenset[str], after: frozenset[str]) -> str:
    return ", ".join(
        [*(f"+ {role}" for role in sorted(after - before)), *(f"− {role}" for role in sorted(before - after))]
    )
