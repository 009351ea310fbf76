"""Writing down what is owed and telling the holders: the only place that makes obligations."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from certificates.ledger import lifecycle
from certificates.ledger.models import Certificate, Period
from certificates.updates import obligations, owing, standing
from certificates.updates.models import Fulfilment, Obligation
from certificates.updates.owing import Asked
from courses.contents import differences
from courses.contents.outlines import outline_items
from courses.learning import succession
from courses.releases.models import Release
from courses.releases.verdicts import Action
from lms.locking import Kind, lock
from notices import outbox

_BATCH = 500  # people a transaction of the sweep


@transaction.atomic
def ask(user: User, *, at: datetime) -> list[Obligation]:
    """Write down what is owed on everything a person holds, and tell them; normally there is nothing to write. Their
    standings then say what the records do.

    A closed account is asked for nothing until it is opened again.
    """
    made = _ask_all([user.pk], at)
    if not made:  # else noted when it was written
        standing.note([user.pk])
    return made


def sweep(*, at: datetime) -> int:
    """Write down what every holder owes and was not asked for; normally nothing. Returns how many obligations that made."""
    holders = Period.objects.filter(user__is_active=True).order_by("user").values_list("user", flat=True).distinct()
    waiting: Iterator[int] = iter(holders.iterator(chunk_size=_BATCH))
    made = 0
    while batch := list(islice(waiting, _BATCH)):
        made += len(_sweep_batch(batch, at))
    return made


def _sweep_batch(users: Sequence[int], at: datetime) -> list[Obligation]:
    """Look without locking anybody; lock only those for whom there is something to write."""
    held = list(counting(timezone.localdate(at)).filter(period__user__in=users))
    owing_ones = {one.certificate.period.user_id for one in owing.missing_of(held, at=at) if not one.is_written}
    if not owing_ones:
        return []
    with transaction.atomic():
        return _ask_all(owing_ones, at)


def _ask_all(users: Iterable[int], at: datetime) -> list[Obligation]:
    lock(Kind.USER, User.objects.filter(pk__in=list(users)))
    held = list(counting(timezone.localdate(at)).filter(period__user__in=list(users)))
    return write(owing.missing_of(held, at=at), asked_on=timezone.localdate(at), at=at)


def counting(day: date) -> QuerySet[Certificate]:
    """The certificates on which something can be owed: those that count and were not revoked, of open accounts."""
    return (
        lifecycle.governing(day)
        .exclude(Q(validity=lifecycle.Validity.REVOKED.value))
        .filter(period__user__is_active=True)
        .select_related("period__user")
    )


def write(asked: Sequence[Asked], *, asked_on: date | None = None, at: datetime) -> list[Obligation]:
    """Make the obligations that are not written yet, for holders whom the caller has locked, and tell them.

    A new one takes over lighter ones of the same curriculum that are still open and that it contains; what is overdue
    stays so until it is done.
    """
    fresh = sorted((one for one in asked if not one.is_written), key=lambda one: one.release.version)
    if not fresh:
        return []
    outlines = _Outlines()
    takeover = _Takeover([one.certificate.pk for one in fresh], timezone.localdate(at), outlines)
    made = [_obligation(one, takeover, outlines, asked_on, at) for one in fresh]
    Obligation.objects.bulk_create(made)
    Fulfilment.objects.bulk_create(
        [Fulfilment(obligation=one, at=at, covered_by=release) for one, release in takeover.taken]
    )
    standing.note({one.certificate.period.user_id for one in made})
    taken = {id(one) for one, _release in takeover.taken}
    _tell([one for one in made if id(one) not in taken], outlines, at)
    return made


def _obligation(
    one: Asked, takeover: "_Takeover", outlines: "_Outlines", asked_on: date | None, at: datetime
) -> Obligation:
    effective_on = timezone.localdate(one.release.effective_at)
    usual = owing.due_on(effective_on, one.release.due_days, asked_on=asked_on)
    lighter = takeover.by(one)
    made = Obligation(
        certificate=one.certificate,
        release=one.release,
        action=one.action,
        # a later release never gives more time for what was owed already
        due_on=min([usual, *(each.due_on for each in lighter)]),
        minutes=outlines.minutes_of(one),
        created_at=at,
    )
    takeover.add(made, lighter)
    return made


class _Outlines:
    """The outlines of releases, read once each, and what is worked out from them, worked out once."""

    READING = 5  # minutes

    def __init__(self) -> None:
        self._outlines: dict[int, dict[str, Any]] = {}
        self._minutes: dict[tuple[int, int], int] = {}
        self._contained: dict[tuple[int, int, int], bool] = {}

    def of(self, release: int) -> dict[str, Any]:
        if release not in self._outlines:
            self._outlines[release] = Release.objects.values_list("outline", flat=True).get(pk=release)
        return self._outlines[release]

    def minutes_of(self, one: Asked) -> int:
        """How long doing what is asked takes."""
        if one.action == Action.ACKNOWLEDGE:
            return self.READING
        key = (one.release.pk, one.trained_in)
        if key not in self._minutes:
            outline = self.of(one.release.pk)
            taken = {item["hash"] for item in outline_items(self.of(one.trained_in))}
            done = succession.counted(one.release, taken)
            self._minutes[key] = differences.minutes_of(outline, differences.to_retake(outline, done))
        return self._minutes[key]

    def are_contained(self, earlier: int, asked: Asked) -> bool:
        """Whether what is asked contains what an earlier release asked for, beyond what has been taken."""
        key = (earlier, asked.trained_in, asked.release.pk)
        if key not in self._contained:
            keys = owing.asked_keys(self.of(earlier), self.of(asked.trained_in))
            self._contained[key] = owing.contains(self.of(asked.release.pk), keys)
        return self._contained[key]


class _Takeover:
    """What is open on some certificates while new obligations are made, and which of it the new ones take over."""

    def __init__(self, certificates: Sequence[int], today: date, outlines: _Outlines) -> None:
        self.today, self.outlines = today, outlines
        self.taken: list[tuple[Obligation, Release]] = []
        self._open: dict[int, list[Obligation]] = {}
        rows = obligations.still_owed().filter(certificate__in=set(certificates)).select_related("release")
        for one in rows.defer("release__outline"):
            self._open.setdefault(one.certificate_id, []).append(one)

    def by(self, asked: Asked) -> list[Obligation]:
        """The open obligations that doing what is asked will do as well."""
        return [one for one in self._open.get(asked.certificate.pk, []) if self._is_done_by(one, asked)]

    def _is_done_by(self, one: Obligation, asked: Asked) -> bool:
        return (
            one.release.curriculum_id == asked.release.curriculum_id
            and one.release.version < asked.release.version
            and one.due_on >= self.today
            and (asked.action == Action.REASSESS or one.action == Obligation.Action.ACKNOWLEDGE)
            and self.outlines.are_contained(one.release_id, asked)
        )

    def add(self, made: Obligation, lighter: Sequence[Obligation]) -> None:
        mine = self._open.setdefault(made.certificate_id, [])
        for one in lighter:
            mine.remove(one)
            self.taken.append((one, made.release))
        mine.append(made)


def _tell(owed: Sequence[Obligation], outlines: _Outlines, at: datetime) -> None:
    """A letter for each, unless the certificate has lapsed: then there is nothing to keep current."""
    day = timezone.localdate(at)
    outbox.tell_many((_message(one, outlines) for one in owed if day <= one.certificate.period.grace_until), at=at)


def _message(one: Obligation, outlines: _Outlines) -> outbox.Message:
    facts = {
        "release": str(one.release),
        "title": outlines.of(one.release_id)["title"],
        "notes": one.release.notes,
        "action": one.action,
        "due_on": one.due_on.isoformat(),
        "minutes": one.minutes,
        "obligation": one.pk,
    }
    return outbox.Message(one.certificate.period.user, "update-owed", f"update:{one.pk}", facts)
