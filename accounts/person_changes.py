"""What an administrator changed about a person, noted for the person to read. Old names and addresses are not kept."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy
from wagtail.models import Page

from accounts import access_log, moving, roles
from accounts.models import Region, User
from lms.locking import Kind, lock_one

_ADMINISTERS = "administer"
_RIGHTS = {
    _ADMINISTERS: gettext_lazy("run the site"),
    "author_curriculum": gettext_lazy("write %(where)s"),
    "approve_curriculum": gettext_lazy("approve releases of %(where)s"),
    "assess_curriculum": gettext_lazy("assess %(where)s"),
    "coordinate_region": gettext_lazy("coordinate %(where)s"),
}
_SIGNS = {"+": "+", "-": "−"}


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


def locked_facts(user: User) -> Facts:
    """As `facts`, before something is changed: nobody else changes the person until the transaction ends."""
    lock_one(Kind.USER, User.objects.filter(pk=user.pk))
    return facts(user)


def _roles(user: User) -> list[str]:
    """Each as "right:where", the right as it is stored; put into words when somebody reads them (`roles_in_words`)."""
    found = [f"{_ADMINISTERS}:"] if user.is_superuser else []
    for codename in ("author_curriculum", "approve_curriculum", "assess_curriculum"):
        titles = Page.objects.filter(pk__in=roles.granted(user, codename)).values_list("title", flat=True)
        found += [f"{codename}:{title}" for title in titles]
    regions = Region.objects.filter(pk__in=roles.granted(user, "coordinate_region")).values_list("name", flat=True)
    return [*found, *(f"coordinate_region:{name}" for name in regions)]


def note(user: User, before: Facts, *, by: User, at: datetime) -> None:
    """Write one entry for each kind of thing that is different now. Nobody is told what they did themself."""
    after = facts(user)
    if before.region != after.region:
        moving.note_moved(user, left=before.region, to=after.region, by=by, at=at)
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
    return "\n".join(
        [*(f"+{role}" for role in sorted(after - before)), *(f"-{role}" for role in sorted(before - after))]
    )


def roles_in_words(detail: str) -> str:
    """What was given and taken, in the reader's language. What an older version wrote is shown as it was written."""
    return ", ".join(_in_words(part) for part in detail.split("\n"))


def _in_words(part: str) -> str:
    sign, (right, _colon, where) = part[:1], part[1:].partition(":")
    if right not in _RIGHTS or sign not in _SIGNS:
        return part
    return f"{_SIGNS[sign]} {_RIGHTS[right] % {'where': where}}"
