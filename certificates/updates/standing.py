"""Keeping the index of standings true: written with the facts, compared with them, rebuilt from them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any

from django.db import transaction
from django.db.models import DateField, Exists, Min, OuterRef, QuerySet, Subquery

from accounts.models import User
from certificates.ledger import lifecycle
from certificates.ledger.models import Certificate, Period, Ruling
from certificates.updates.models import Obligation, Standing, StandingBasis
from lms.locking import Kind, lock

FACTS_VERSION = 1  # to be raised when a row says something else than before; rebuilding then follows
_BATCH = 500  # people a transaction

Key = tuple[int, int]  # person and scheme
_FIELDS = [field.attname for field in Standing._meta.concrete_fields if not (field.primary_key or field.generated)]
_KEY = ("user_id", "certification_id")


@dataclass(frozen=True)
class Difference:
    """A standing that is not what the records say, or is missing, or stands for nothing."""

    user_id: int
    certification_id: int
    what: str


def note(users: Collection[int]) -> None:
    """Bring the standings of these people up to what the records say, in the transaction that changed them."""
    waiting = sorted(users)
    for start in range(0, len(waiting), _BATCH):
        Standing.objects.bulk_create(
            [Standing(**facts) for facts in _facts(waiting[start : start + _BATCH]).values()],
            update_conflicts=True,
            unique_fields=["user", "certification"],
            update_fields=[name.removesuffix("_id") for name in _FIELDS if name not in _KEY],
        )
        _note_bases(waiting[start : start + _BATCH])


def _note_bases(users: Collection[int]) -> None:
    """What their standings rest on; written only where it is another curriculum than before."""
    written, expected = _bases_written(users), _bases_expected(users)
    if stale := written - expected:
        for standing, curriculum in stale:
            StandingBasis.objects.filter(standing=standing, curriculum=curriculum).delete()
    if fresh := expected - written:
        rows = [StandingBasis(standing_id=standing, curriculum_id=curriculum) for standing, curriculum in sorted(fresh)]
        StandingBasis.objects.bulk_create(rows, ignore_conflicts=True)


def _bases_written(users: Collection[int]) -> set[tuple[int, int]]:
    rows = StandingBasis.objects.filter(standing__user__in=users)
    return set(rows.values_list("standing_id", "curriculum_id"))


def _bases_expected(users: Collection[int]) -> set[tuple[int, int]]:
    rows = Standing.objects.filter(user__in=users).values_list(
        "pk", "certificate__period__bases__completion__enrolment__curriculum_id"
    )
    return {(standing, curriculum) for standing, curriculum in rows if curriculum is not None}


def rebuild() -> int:
    """Write anew every standing that differs from the records; returns how many standings there are."""
    people = (user for user, _all in groupby(differences(), key=lambda one: one.user_id))
    while batch := list(islice(people, _BATCH)):
        with transaction.atomic():
            lock(Kind.USER, User.objects.filter(pk__in=batch))
            expected = _facts(batch)
            for one in Standing.objects.filter(user__in=batch):
                if (one.user_id, one.certification_id) not in expected:
                    one.delete()
            note(batch)
    return Standing.objects.count()


def differences() -> Iterator[Difference]:
    """Every standing that differs from the records, by person; normally none."""
    for batch in _batches():
        expected = _facts(batch)
        kept = {
            (row["user_id"], row["certification_id"]): row
            for row in Standing.objects.filter(user__in=batch).values(*_FIELDS)
        }
        resting = {(one.user_id, one.certification_id) for one in _resting_wrongly(batch)}
        for key in sorted({*expected, *kept}):
            if what := _what_differs(expected.get(key), kept.get(key)):
                yield Difference(*key, what)
            elif key in resting:
                yield Difference(*key, "the curricula it rests on")


def _resting_wrongly(batch: Collection[int]) -> QuerySet[Standing]:
    differing = _bases_written(batch) ^ _bases_expected(batch)
    return Standing.objects.filter(pk__in={standing for standing, _curriculum in differing})


def _what_differs(expected: dict[str, Any] | None, kept: dict[str, Any] | None) -> str:
    if kept is None:
        return "it is missing"
    if expected is None:
        return "the person holds nothing in this scheme"
    return ", ".join(name for name in _FIELDS if expected[name] != kept[name])


def _batches() -> Iterator[list[int]]:
    """Everybody who holds something or is said to, in pieces."""
    # Asked of each person: a list of everybody that holds one is too long for databases to look a person up in.
    own = {"user": OuterRef("pk")}
    holders = User.objects.filter(Exists(Period.objects.filter(**own)) | Exists(Standing.objects.filter(**own)))
    waiting = iter(holders.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=_BATCH))
    while batch := list(islice(waiting, _BATCH)):
        yield batch


def _facts(users: Collection[int]) -> dict[Key, dict[str, Any]]:
    """What the records say of these people: the newest certificate that was not issued in error, else the newest."""
    rulings = Ruling.objects.filter(certificate=OuterRef("pk")).order_by("-at", "-pk")
    owed = Obligation.objects.filter(certificate=OuterRef("pk"), fulfilment__isnull=True)
    due = owed.order_by().values("certificate").annotate(first=Min("due_on")).values("first")
    held = Certificate.objects.filter(period__user__in=users).annotate(
        **lifecycle.latest(rulings), update_due_on=Subquery(due, output_field=DateField())
    )
    found: dict[Key, list[Certificate]] = {}
    for certificate in held.select_related("period").defer("facts").order_by("-period__number"):
        period = certificate.period
        found.setdefault((period.user_id, period.certification_id), []).append(certificate)
    return {key: _row(_counting(certificates)) for key, certificates in found.items()}


def _counting(newest_first: Sequence[Certificate]) -> Certificate:
    undone = (Ruling.Action.REVOKE, Ruling.Reason.ISSUED_IN_ERROR)
    return next((one for one in newest_first if (one.ruled, one.ruled_because) != undone), newest_first[0])


def _row(certificate: Certificate) -> dict[str, Any]:
    period = certificate.period
    is_ruled = certificate.ruled in (Ruling.Action.SUSPEND, Ruling.Action.REVOKE)
    return {
        "user_id": period.user_id,
        "certification_id": period.certification_id,
        "certificate_id": certificate.pk,
        "valid_until": period.valid_until,
        "window_opens_on": period.window_opens_on,
        "grace_until": period.grace_until,
        "may_facilitate_in_grace": period.rules.get("may_facilitate_in_grace", True),
        "may_facilitate_while_overdue": period.rules.get("may_facilitate_while_overdue", True),
        "ruled": certificate.ruled if is_ruled else "",
        "ruled_at": certificate.ruled_at if is_ruled else None,
        "update_due_on": certificate.update_due_on,
        "facts_version": FACTS_VERSION,
    }
