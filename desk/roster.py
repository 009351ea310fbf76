"""The people of a coordinator's regions with what they hold: narrowed, sorted, counted, page by page.

Everything is answered from the index of standings: what somebody holds is looked up, and what it means today computed, in
SQL (docs/decisions/0026).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Subquery

from accounts import roles
from accounts.models import Region, User
from certificates.ledger.models import Certification
from certificates.updates.models import Standing, StandingQuerySet, currencies_on, validities_on
from courses.learning.models import Enrolment
from lms.folding import fold

# What the roster can be narrowed to: an answer, both statuses, and three states of people.
MAY = "may_facilitate"
VALIDITIES = ("valid", "due", "grace", "expired", "suspended", "revoked")
CURRENCIES = ("outstanding", "overdue")
IN_TRAINING, WITHOUT, CLOSED = "in_training", "none", "closed"
HELD = (MAY, *VALIDITIES, *CURRENCIES)  # told by a single standing

BY_NAME, BY_DAY, BY_REGION = "", "day", "region"


@dataclass(frozen=True)
class Filter:
    """What a coordinator asks for. Empty fields ask for everything."""

    status: str = ""
    scheme: Certification | None = None
    region: Region | None = None
    expiring_before: date | None = None  # may facilitate today, and on this day no longer if nothing changes
    name: str = ""
    sort: str = BY_NAME

    @property
    def is_empty(self) -> bool:
        return not (self.status or self.scheme or self.region or self.expiring_before or self.name)


@dataclass(frozen=True)
class Row:
    """One person with what counts for them in each scheme, and the curricula under way."""

    person: User
    standings: tuple[Standing, ...]
    learning: tuple[str, ...]

    @property
    def owes(self) -> bool:
        """Whether an update is open that still matters."""
        lost = ("revoked", "expired")
        return any(one.currency != "current" and one.validity not in lost for one in self.standings)


def people(by: User, wanted: Filter, *, day: date) -> QuerySet[User]:
    """Everybody the coordinator answers for who fits, in the order asked for. Nobody else, whatever is asked."""
    return _sorted(narrowed(reach(by, wanted), wanted, day), wanted, day)


def reach(by: User, wanted: Filter) -> QuerySet[User]:
    """Whom the coordinator answers for in the region asked for, by the name asked for; closed accounts among them."""
    found = roles.people_within(by, wanted.region)
    for word in fold(wanted.name).split():
        found = found.filter(folded__contains=word)
    return found


def narrowed(found: QuerySet[User], wanted: Filter, day: date) -> QuerySet[User]:
    """Those among some people who have the status asked for, in the scheme and until the day asked for."""
    found = found.filter(is_active=wanted.status != CLOSED)
    if wanted.status == WITHOUT:
        if wanted.expiring_before:  # who holds nothing stops nowhere
            return found.none()
        return found.filter(~Exists(_held(wanted, day)) & ~_only_works_here())
    if wanted.status == IN_TRAINING:
        found = found.filter(Exists(_under_way(wanted.scheme)))
        return found.filter(Exists(_held(wanted, day))) if wanted.expiring_before else found
    if wanted.status in HELD or wanted.scheme or wanted.expiring_before:
        found = found.filter(Exists(_held(wanted, day).filter(states_on(day).get(wanted.status, Q()))))
    return found


def states_on(day: date) -> dict[str, Q]:
    """What each status that a standing tells asks of it. Whether somebody is up to date matters no more once it is lost."""
    validities, currencies = validities_on(day), currencies_on(day)
    kept = ~(validities["revoked"] | validities["expired"])
    return {
        MAY: Q(facilitates_through__gte=day),
        **{name: validities[name] for name in VALIDITIES},
        **{name: currencies[name] & kept for name in CURRENCIES},
    }


def holding(standings: StandingQuerySet, wanted: Filter, day: date) -> StandingQuerySet:
    """The standings in the scheme asked for that stop permitting before the day asked for."""
    if wanted.scheme is not None:
        standings = standings.filter(certification=wanted.scheme)
    if wanted.expiring_before is not None:
        standings = standings.filter(facilitates_through__gte=day, facilitates_through__lt=wanted.expiring_before)
    return standings


def _held(wanted: Filter, day: date) -> StandingQuerySet:
    return holding(Standing.objects.all(), wanted, day).filter(user=OuterRef("pk"))


def _under_way(scheme: Certification | None) -> QuerySet[Enrolment]:
    """What is under way, in the curricula of a scheme when one is asked for."""
    found = Enrolment.objects.filter(user=OuterRef("pk"), completed_at__isnull=True, closed_at__isnull=True)
    return found.filter(curriculum__in=scheme.curricula.values("pk")) if scheme else found


def _only_works_here() -> Q:
    """Trainers, coordinators and administrators who never took a training: they are nobody's trainees."""
    works = User.groups.through.objects.filter(user=OuterRef("pk"), group__name__in=roles.GROUPS)
    return Q(Exists(works)) & ~Q(Exists(Enrolment.objects.filter(user=OuterRef("pk"))))


def _sorted(found: QuerySet[User], wanted: Filter, day: date) -> QuerySet[User]:
    """By name; by region, then name; or by the last permitted day: who stops first, then who stopped last, then the rest."""
    if wanted.sort == BY_REGION:
        return found.order_by(F("region__path").asc(nulls_last=True), "folded", "pk")
    if wanted.sort == BY_DAY:
        held = _held(wanted, day).order_by().values("user")
        to_come = held.filter(facilitates_through__gte=day).annotate(first=Min("facilitates_through")).values("first")
        gone_by = held.filter(facilitates_through__lt=day).annotate(last=Max("facilitates_through")).values("last")
        found = found.annotate(stops_on=Subquery(to_come), stopped_on=Subquery(gone_by))
        return found.order_by(F("stops_on").asc(nulls_last=True), F("stopped_on").desc(nulls_last=True), "folded", "pk")
    return found.order_by("folded", "pk")


def rows(persons: Iterable[User], *, day: date) -> list[Row]:
    """The persons with what they hold and learn. Two queries, however many there are."""
    persons = list(persons)
    held: dict[int, list[Standing]] = {}
    standings = Standing.objects.on(day).filter(user__in=[person.pk for person in persons])
    for one in standings.select_related("certificate").order_by("valid_until", "pk"):
        held.setdefault(one.user_id, []).append(one)
    learning: dict[int, list[str]] = {}
    under_way = Enrolment.objects.filter(
        user__in=[person.pk for person in persons], completed_at__isnull=True, closed_at__isnull=True
    )
    for user_id, title in under_way.order_by("enrolled_at").values_list("user_id", "curriculum__title"):
        learning.setdefault(user_id, []).append(title)
    return [Row(person, tuple(held.get(person.pk, ())), tuple(learning.get(person.pk, ()))) for person in persons]


def counts(by: User, wanted: Filter, *, day: date) -> dict[str, int]:
    """How many people each status would list if it were chosen now, everything else being asked for as it is; under "" how
    many with none chosen.

    Each counts exactly the people that `people` lists: a test holds them beside each other. Four queries, whoever asks.
    """
    found = reach(by, wanted)
    active = found.filter(is_active=True)
    counted = _people_by_state(holding(Standing.objects.all(), wanted, day).filter(user__in=active), day)
    holders = counted.pop("holders")
    counted[IN_TRAINING] = narrowed(found, replace(wanted, status=IN_TRAINING), day).count()
    if wanted.scheme or wanted.expiring_before:
        counted[""] = holders
        counted[CLOSED] = narrowed(found, replace(wanted, status=CLOSED), day).count()
        counted[WITHOUT] = narrowed(found, replace(wanted, status=WITHOUT), day).count()
        return counted
    everybody = found.aggregate(
        active=Count("pk", filter=Q(is_active=True)), closed=Count("pk", filter=~Q(is_active=True))
    )
    counted[""], counted[CLOSED] = everybody["active"], everybody["closed"]
    working = active.filter(_only_works_here(), ~Exists(_held(wanted, day))).count()
    counted[WITHOUT] = counted[""] - holders - working
    return counted


def _people_by_state(standings: StandingQuerySet, day: date) -> dict[str, int]:
    """How many people have a standing in each state, and hold any at all: nobody is counted twice in one state."""
    states = states_on(day)
    held = {f"held_{name}": Count("pk", filter=is_so) for name, is_so in states.items()}
    each = standings.order_by().values("user").annotate(**held)
    counted = {name: Count("user", filter=Q(**{f"held_{name}__gt": 0})) for name in states}
    found: dict[str, int] = each.aggregate(holders=Count("user"), **counted)
    return found
