"""Carrying a release out: one recorded outcome for each person it touches, whatever is interrupted or repeated."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from certificates.ledger.models import Certificate
from certificates.updates import audience, obligations
from certificates.updates.audience import Touched
from certificates.updates.models import Fulfilment, Obligation, Outcome, Rollout
from courses.authoring.models import CurriculumPage
from courses.contents import differences
from courses.contents.outlines import outline_items
from courses.learning import enrolling
from courses.learning.models import Enrolment
from courses.releases.models import ChangeClass, Release
from courses.releases.verdicts import Action
from notices import outbox

_CHUNK = 200  # people a transaction
_ASKING = (Action.ACKNOWLEDGE, Action.REASSESS)
_MOVING = (Action.MOVE, Action.NEW_RELEASE)


def waiting(*, at: datetime) -> QuerySet[Release]:
    """Releases in effect that have not been carried out to the end, in the order they took effect."""
    return Release.objects.filter(effective_at__lte=at, rollout__isnull=True).order_by("effective_at", "pk")


def carry_out(release: Release, *, at: datetime) -> int:
    """Do for every person what the release's verdict says; returns how many were newly dealt with.

    Each chunk of people is one transaction that ends in their outcomes, so being killed, repeated or run twice at once
    leaves one outcome a person, one obligation a certificate and one notice.
    """
    if Rollout.objects.filter(release=release).exists():
        return 0
    dealt_with = 0
    people = iter(audience.of(release.curriculum, day=timezone.localdate(at)))
    while chunk := list(islice(people, _CHUNK)):
        dealt_with += _carry_out_chunk(release, chunk, at)
    Rollout.objects.get_or_create(release=release, defaults={"finished_at": at})
    return dealt_with


@transaction.atomic
def _carry_out_chunk(release: Release, chunk: Sequence[Touched], at: datetime) -> int:
    CurriculumPage.objects.select_for_update().get(pk=release.curriculum_id)  # one rollout at a time
    known = set(Outcome.objects.filter(release=release).values_list("user_id", flat=True))
    numbers = audience.release_numbers(release.curriculum)
    people = [person for person in chunk if person.user_id not in known]
    actions = {person.user_id: _action(person, release, numbers) for person in people}
    _move(release, people, actions, at)
    _oblige(release, people, actions, at)
    Outcome.objects.bulk_create(
        [
            Outcome(release=release, user_id=person.user_id, state=person.state, action=actions[person.user_id], at=at)
            for person in people
        ],
        ignore_conflicts=True,
    )
    return len(people)


def _action(person: Touched, release: Release, numbers: dict[int, tuple[int, int, int]]) -> str:
    """What the verdict asks of a person; nothing of somebody already trained in this release or a later one."""
    trained = numbers.get(person.trained_in or 0)
    if trained is not None and trained >= release.version:
        return Action.NONE.value
    return release.verdict[person.state]


def _move(release: Release, people: Sequence[Touched], actions: dict[int, str], at: datetime) -> None:
    """Move the open trainings: those the verdict moves, and every renewal or update of a holder it concerns."""
    told = []
    for person in people:
        enrolment, action = person.enrolment, actions[person.user_id]
        if enrolment is None or enrolment.release.version >= release.version:
            continue
        if action not in _MOVING and enrolment.kind == Enrolment.Kind.FIRST:
            continue
        enrolling.move(enrolment, release, by=release.approved_by, at=at)
        if release.change_class != ChangeClass.EDITORIAL and action not in _ASKING:
            told.append((person.user_id, enrolment.pk))
    users = User.objects.in_bulk([user_id for user_id, _ in told])
    facts = {"release": str(release), "title": release.outline["title"], "notes": release.notes}
    outbox.tell_many(
        (
            outbox.Message(users[user_id], "training-moved", f"moved:{release.pk}:{enrolment_id}", facts)
            for user_id, enrolment_id in told
        ),
        at=at,
    )


def _oblige(release: Release, people: Sequence[Touched], actions: dict[int, str], at: datetime) -> None:
    """Write the obligations of holders, let them cover lighter ones still open, and tell the holders."""
    asked = [
        (person, certificate)
        for person in people
        if actions[person.user_id] in _ASKING
        for certificate in person.certificates
    ]
    if not asked:
        return
    open_ones = _open_by_certificate([certificate for _, certificate in asked])
    minutes = _Minutes(release)
    today = timezone.localdate(at)
    usual_due = today + timedelta(days=release.due_days)
    new, covered = [], []
    for person, certificate in asked:
        action = actions[person.user_id]
        lighter = [
            one
            for one in open_ones.get(certificate.pk, [])
            if one.due_on >= today and (action == Action.REASSESS or one.action == Obligation.Action.ACKNOWLEDGE)
        ]
        covered.extend(lighter)
        # A later release never gives more time for what was owed already; what is overdue stays so until it is done.
        due_on = min([usual_due, *(one.due_on for one in lighter)])
        new.append(
            Obligation(
                certificate=certificate,
                release=release,
                action=action,
                due_on=due_on,
                minutes=minutes.of(person.trained_in, action),
                created_at=at,
            )
        )
    Obligation.objects.bulk_create(new, ignore_conflicts=True)
    Fulfilment.objects.bulk_create(
        [Fulfilment(obligation=one, at=at, covered_by=release) for one in covered], ignore_conflicts=True
    )
    _tell_holders(release, [certificate for _, certificate in asked], at)


def _open_by_certificate(certificates: Sequence[Certificate]) -> dict[int, list[Obligation]]:
    found: dict[int, list[Obligation]] = {}
    for one in obligations.still_owed().filter(certificate__in=[certificate.pk for certificate in certificates]):
        found.setdefault(one.certificate_id, []).append(one)
    return found


class _Minutes:
    """How long an update takes, counted once for each release that people were trained in."""

    READING = 5

    def __init__(self, release: Release) -> None:
        self.outline = release.outline
        outlines = Release.objects.filter(curriculum=release.curriculum_id).values_list("pk", "outline")
        self._done = {pk: {item["hash"] for item in outline_items(outline)} for pk, outline in outlines}

    def of(self, trained_in: int | None, action: str) -> int:
        if action == Action.ACKNOWLEDGE:
            return self.READING
        retake = differences.to_retake(self.outline, self._done.get(trained_in or 0, set()))
        return differences.minutes_of(self.outline, retake)


def _tell_holders(release: Release, certificates: Sequence[Certificate], at: datetime) -> None:
    owed = Obligation.objects.filter(release=release, certificate__in=[one.pk for one in certificates])
    outbox.tell_many(_messages(release, owed.select_related("certificate__period__user")), at=at)


def _messages(release: Release, owed: QuerySet[Obligation]) -> Iterator[outbox.Message]:
    for one in owed:
        facts = {
            "release": str(release),
            "title": release.outline["title"],
            "notes": release.notes,
            "action": one.action,
            "due_on": one.due_on.isoformat(),
            "minutes": one.minutes,
            "obligation": one.pk,
        }
        yield outbox.Message(one.certificate.period.user, "update-owed", f"update:{one.pk}", facts)
