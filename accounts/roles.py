"""Who may do what: the only place that grants or withdraws a role.

A role is a Wagtail group (what you may open) and object permissions (on what). Both are written here, in one transaction,
so they never disagree.
"""

from collections.abc import Iterable

from django.apps import AppConfig
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import connections, transaction
from django.db.models import Q, QuerySet
from guardian.models import UserObjectPermission
from guardian.shortcuts import assign_perm, get_objects_for_user, remove_perm
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page
from wagtail.query import PageQuerySet

from accounts.models import Region, User
from lms.compiled import Compiled

TRAINERS = "Trainers"
COORDINATORS = "Coordinators"
ADMINISTRATORS = "Administrators"
ASSESSORS = "Assessors"
GROUPS = (TRAINERS, COORDINATORS, ADMINISTRATORS, ASSESSORS)

# What each group may open, as app_label.codename; every room declares its own (`declare`).
_GROUP_PERMISSIONS: dict[str, list[str]] = {name: [] for name in GROUPS}
# What each group may do with the images and documents of the site, as app_label.codename.
_GROUP_FILES: dict[str, list[str]] = {
    TRAINERS: [
        "wagtailimages.add_image",
        "wagtailimages.choose_image",
        "wagtaildocs.add_document",
        "wagtaildocs.choose_document",
    ]
}
_taught: list[type[Page]] = []  # the kind of page that people are trainers of


def declare(role: str, *permissions: str) -> None:
    """Say, for a room, what a role may open there: permissions as app_label.codename."""
    known = _GROUP_PERMISSIONS[role]
    known.extend(one for one in permissions if one not in known)


def declare_taught(page_type: type[Page]) -> None:
    """Say which kind of page people are trainers of."""
    _taught[:] = [page_type]


_AUTHOR_PAGE_PERMISSIONS = ("add_page", "change_page", "publish_page")


def group(name: str) -> Group:
    """The role's group, with exactly the permissions the role has today."""
    found, _ = Group.objects.get_or_create(name=name)
    found.permissions.set(_permissions(_GROUP_PERMISSIONS[name]))
    files = _permissions(_GROUP_FILES.get(name, []))
    collection = Collection.get_first_root_node()
    GroupCollectionPermission.objects.filter(group=found).exclude(permission__in=files, collection=collection).delete()
    for permission in files:
        GroupCollectionPermission.objects.get_or_create(group=found, collection=collection, permission=permission)
    return found


def _permissions(dotted_names: Iterable[str]) -> list[Permission]:
    wanted = Q(pk__in=[])
    for dotted in dotted_names:
        app_label, codename = dotted.split(".")
        wanted |= Q(content_type__app_label=app_label, codename=codename)
    return list(Permission.objects.filter(wanted))


def keep_up(sender: AppConfig, using: str, **kwargs: object) -> None:
    """Receiver of `post_migrate`: a group that is there already may open what its role opens since an upgrade."""
    new = {
        name: [one for one in declared if one.startswith(f"{sender.label}.")]
        for name, declared in _GROUP_PERMISSIONS.items()
    }
    if not any(new.values()) or Group._meta.db_table not in connections[using].introspection.table_names():
        return
    found = list(Group.objects.using(using).filter(name__in=new))
    if found:
        create_permissions(sender, using=using, verbosity=0)
    for one in found:
        one.permissions.add(*_permissions(new[one.name]))


@transaction.atomic
def make_trainer(user: User, curricula: Iterable[Page], *, approver: bool = True) -> None:
    """Let a person author these curricula, prepare their releases and, as approver, approve what others prepare."""
    user.groups.add(group(TRAINERS))
    for curriculum in curricula:
        user.groups.add(_author_group(curriculum))
        assign_perm("author_curriculum", user, curriculum)
        assign_perm("assess_curriculum", user, curriculum)
        if approver:
            assign_perm("approve_curriculum", user, curriculum)


@transaction.atomic
def withdraw_trainer(user: User, curriculum: Page) -> None:
    """End a person's rights on one curriculum; without any left they leave the trainers' group."""
    user.groups.remove(_author_group(curriculum))
    for codename in ("author_curriculum", "approve_curriculum", "assess_curriculum"):
        remove_perm(codename, user, curriculum)
    if not user.groups.filter(name__startswith="Authors of ").exists():
        user.groups.remove(group(TRAINERS))


def _author_group(curriculum: Page) -> Group:
    found, _ = Group.objects.get_or_create(name=f"Authors of curriculum {curriculum.pk}")
    for codename in _AUTHOR_PAGE_PERMISSIONS:
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.get_or_create(group=found, page_id=curriculum.pk, permission=permission)
    return found


@transaction.atomic
def make_coordinator(user: User, region: Region) -> None:
    """Let a person see and care for the records of everybody in the region and below."""
    user.groups.add(group(COORDINATORS))
    assign_perm("coordinate_region", user, region)


@transaction.atomic
def withdraw_coordinator(user: User, region: Region) -> None:
    """End a person's duty for a region; without any left they leave the coordinators' group."""
    remove_perm("coordinate_region", user, region)
    if not get_objects_for_user(
        user, "accounts.coordinate_region", use_groups=False, accept_global_perms=False
    ).exists():
        user.groups.remove(group(COORDINATORS))


@transaction.atomic
def make_administrator(user: User) -> None:
    """Let a person run the site: everything, everywhere."""
    user.groups.add(group(ADMINISTRATORS))
    user.is_superuser = True
    user.save(update_fields=["is_superuser"])


@transaction.atomic
def withdraw_administrator(user: User) -> None:
    user.groups.remove(group(ADMINISTRATORS))
    user.is_superuser = False
    user.save(update_fields=["is_superuser"])


def make_assessor(user: User) -> None:
    """Let a person open the pages on which others are observed; whom they observe there, and until when, is said there."""
    user.groups.add(group(ASSESSORS))


def withdraw_assessor(user: User) -> None:
    """Close those pages again."""
    user.groups.remove(group(ASSESSORS))


def curricula() -> PageQuerySet:
    """Every curriculum somebody can be a trainer of."""
    return Page.objects.type(*_taught).order_by("title")


def granted(user: User, codename: str) -> set[int]:
    """The primary keys of the curricula or regions on which a person holds this permission themself."""
    rows = UserObjectPermission.objects.filter(user=user, permission__codename=codename)
    return {int(pk) for pk in rows.values_list("object_pk", flat=True)}


def coordinators_of(region: Region) -> QuerySet[User]:
    """The people who answer for exactly this region."""
    rows = UserObjectPermission.objects.filter(permission__codename="coordinate_region", object_pk=str(region.pk))
    return User.objects.filter(pk__in=rows.values("user"))


def answering_for(person: User) -> list[User]:
    """The coordinators whom a person turns to: those of their region, or of the nearest one around it that has any."""
    if person.region is None:
        return []
    around = [*person.region.get_ancestors(), person.region]
    granted_on: dict[str, list[int]] = {}
    rows = UserObjectPermission.objects.filter(
        permission__codename="coordinate_region", object_pk__in=[str(region.pk) for region in around]
    )
    for object_pk, user_id in rows.exclude(user=person).values_list("object_pk", "user_id"):
        granted_on.setdefault(object_pk, []).append(user_id)
    for region in reversed(around):
        found = User.objects.filter(pk__in=granted_on.get(str(region.pk), []), is_active=True)
        if people := list(found.order_by("display_name", "pk")):
            return people
    return []


def administrators() -> QuerySet[User]:
    """The people who run the site, by primary key."""
    return User.objects.filter(is_superuser=True, is_active=True).order_by("pk")


@transaction.atomic
def set_curricula(user: User, wanted: Iterable[Page], *, approver: bool) -> None:
    """Make a person trainer of exactly these curricula, and approver of them or not."""
    wanted = list(wanted)
    now = granted(user, "author_curriculum")
    approves = granted(user, "approve_curriculum")
    keep = {page.pk for page in wanted if page.pk in now and (page.pk in approves) == approver}
    for page in curricula().filter(pk__in=now - keep).specific():
        withdraw_trainer(user, page)
    new = [page for page in wanted if page.pk not in keep]
    if new:
        make_trainer(user, new, approver=approver)


@transaction.atomic
def set_regions(user: User, wanted: Iterable[Region]) -> None:
    """Make a person coordinator of exactly these regions."""
    by_key = {region.pk: region for region in wanted}
    now = granted(user, "coordinate_region")
    for region in Region.objects.filter(pk__in=now - set(by_key)):
        withdraw_coordinator(user, region)
    for pk in set(by_key) - now:
        make_coordinator(user, by_key[pk])


_NAMES = Compiled(lambda user: Group.objects.filter(user=user).values_list("name"), user=int)


def role_names(user: User) -> set[str]:
    """The names of the role groups a person is in; asked once a request."""
    if user.role_names is None:
        user.role_names = {name for (name,) in _NAMES.all(user=user.pk)}
    return user.role_names


def sees_others(user: User) -> bool:
    """Whether a person's role shows them other people's records or drafts; also while it rests."""
    return user.is_superuser or bool(role_names(user) & set(GROUPS))


def rest(user: User) -> None:
    """Let the person's roles and permissions open nothing, on this instance and so for this request."""
    user.roles_rest = True


def is_coordinator(user: User) -> bool:
    """Whether the person may act as one now."""
    return not user.roles_rest and holds(user, COORDINATORS)


def is_trainer(user: User) -> bool:
    """Whether the person may act as one now."""
    return not user.roles_rest and holds(user, TRAINERS)


def is_assessor(user: User) -> bool:
    """Whether the person may act as one now. An administrator is one only when somebody said so."""
    return not user.roles_rest and ASSESSORS in role_names(user)


def is_administrator(user: User) -> bool:
    """Whether the person may act as one now."""
    return bool(user.is_superuser and not user.roles_rest)


def holds(user: User, name: str) -> bool:
    """Whether the person has the role, also while it rests: for saying what there would be, never for showing it."""
    return user.is_superuser or name in role_names(user)


def regions_of(user: User) -> QuerySet[Region]:
    """Every region a person answers for, subtrees included."""
    if user.roles_rest:
        return Region.objects.none()
    if user.is_superuser:
        return Region.objects.all()
    own: QuerySet[Region] = get_objects_for_user(user, "accounts.coordinate_region", accept_global_perms=False)
    reach = Q(pk__in=[])
    for path in own.values_list("path", flat=True):
        reach |= Q(path__startswith=path)
    return Region.objects.filter(reach)


def people_of(user: User) -> QuerySet[User]:
    """Everybody a coordinator answers for: the people of their regions. Administrators answer for all."""
    people = User.objects.filter(anonymised_at__isnull=True)
    return people if user.is_superuser and not user.roles_rest else people.filter(region__in=regions_of(user))


def people_within(user: User, region: Region | None = None) -> QuerySet[User]:
    """As `people_of`, in a region and below it when one is given. The regions are looked up first: for long lists, where
    the database plans better when it sees which they are, and that they are all there are.
    """
    people = User.objects.filter(anonymised_at__isnull=True)
    if user.is_superuser and not user.roles_rest and region is None:
        return people
    regions = regions_of(user)
    if region is not None:
        regions = regions.filter(path__startswith=region.path)
    keys = list(regions.values_list("pk", flat=True))
    is_all = region is None and len(keys) == Region.objects.count()
    return people.filter(region__isnull=False) if is_all else people.filter(region__in=keys)


def trainers_of(curriculum: Page) -> QuerySet[User]:
    """The people who author a curriculum."""
    rows = UserObjectPermission.objects.filter(
        permission__codename="author_curriculum", object_pk=str(curriculum.pk), user__is_active=True
    )
    return User.objects.filter(pk__in=rows.values("user")).order_by("pk")
