"""From a completed course to a period and its certificate, in the same transaction."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from accounts import confirming
from accounts.models import User
from certificates.ledger import codes, lifecycle, observed, validity
from certificates.ledger.models import Certificate, Certification, DateMode, Period, PeriodBasis
from certificates.ledger.signals import certificate_issued
from courses.learning.models import CourseCompletion, Enrolment
from courses.practice.models import Observation
from lms import organisation
from lms.locking import Kind, lock_one
from lms.pieces import in_pieces
from notices import outbox

_REMINDED_AFTER = timedelta(days=14)  # that a certificate waits for a name


@dataclass(frozen=True)
class Earned:
    """What a new certificate rests on: completed courses, and the passed observation where the scheme asks for one."""

    bases: list[CourseCompletion]
    observation: Observation | None = None

    @property
    def completed_on(self) -> date:
        """The day on which the last of it was done: an observation counts on the day it was seen, whenever it was signed."""
        trained = timezone.localdate(max(basis.completed_at for basis in self.bases))
        return max(trained, self.observation.observed_on) if self.observation else trained

    @property
    def known_at(self) -> datetime:
        """When the last of it was on record."""
        trained = max(basis.completed_at for basis in self.bases)
        signed = self.observation.signed_at if self.observation else None
        return max(trained, signed) if signed else trained


@transaction.atomic
def award(completion: CourseCompletion, *, at: datetime) -> list[Certificate]:
    """Issue what this completion earns: one certificate for each scheme whose curricula are now all completed, and whose
    observation is passed where it asks for one.

    Awarding the same completion again issues nothing. An update earns no certificate; it clears what was owed. Until it
    is known who issues, what was earned waits, and is issued by `award_missing` once it is. Until the person has said
    what it prints they are told that it waits, and `award_waiting` issues it when they have.
    """
    enrolment = completion.enrolment
    if enrolment.kind == Enrolment.Kind.UPDATE:
        return []
    issuer = organisation.kept()
    if not issuer.is_decided:
        return []
    user = lock_one(Kind.USER, User.objects.filter(pk=enrolment.user_id))
    schemes = Certification.objects.filter(active=True, curricula=enrolment.curriculum_id)
    found = [(scheme, earned) for scheme in schemes if (earned := _earned(scheme, user, completion)) is not None]
    if confirming.waits_for_name(user):
        for scheme, earned in found:
            _tell_that_it_waits(scheme, user, earned, at)
        return []
    return [_award_scheme(scheme, user, earned, issuer, at) for scheme, earned in found]


@transaction.atomic
def award_waiting(user: User, *, at: datetime) -> list[Certificate]:
    """Issue everything that a person has earned and that waited, however long it did."""
    waiting = _unserved().filter(enrolment__user=user)
    return [made for completion in waiting.order_by("completed_at", "pk") for made in award(completion, at=at)]


def _tell_that_it_waits(scheme: Certification, user: User, earned: Earned, at: datetime) -> None:
    """At once, and once more by the sweep when two weeks have passed."""
    last = max(earned.bases, key=lambda basis: basis.pk)
    again = ":again" if at - earned.known_at >= _REMINDED_AFTER else ""
    outbox.tell(
        user,
        "certificate-waits",
        facts={"scheme": scheme.name, "enrolment": last.enrolment_id},
        dedupe_key=f"certificate-waits:{scheme.pk}:{last.pk}{again}",
        at=at,
    )


def _earned(scheme: Certification, user: User, completion: CourseCompletion) -> Earned | None:
    """What a new certificate of the scheme would rest on, or None when this completion earns none."""
    if PeriodBasis.objects.filter(certification=scheme, completion=completion).exists():
        return None
    bases = _bases(scheme, user)
    if bases is None:
        return None
    periods = Period.objects.filter(user=user, certification=scheme)
    served = periods.aggregate(at=Max("bases__completion__completed_at"))["at"]
    if served is not None and max(basis.completed_at for basis in bases) < served:
        return None  # an old training, found late: newer ones have earned what there is
    if scheme.rubric_id is None:
        return Earned(bases)
    observation = observed.passed(scheme, bases)
    return Earned(bases, observation) if observation else None


def _award_scheme(
    scheme: Certification, user: User, earned: Earned, issuer: organisation.Facts, at: datetime
) -> Certificate:
    last = Period.objects.filter(user=user, certification=scheme).aggregate(number=Max("number"))
    rules = validity.Rules.of(scheme)
    kind, days = _days(rules, earned.completed_on, _counting(scheme, user, timezone.localdate(at)))
    period = Period.objects.create(
        user=user,
        certification=scheme,
        number=(last["number"] or 0) + 1,
        kind=kind,
        rules={
            **rules.to_json(),
            "base": days.base.isoformat(),
            "because": days.because,
            "anchor_day": days.anchor_day,
        },
        requirements=_requirements(earned),
        completed_on=earned.completed_on,
        valid_from=days.valid_from,
        valid_until=days.valid_until,
        window_opens_on=days.window_opens_on,
        grace_until=days.grace_until,
        baseline_until=days.baseline_until,
        opened_at=at,
        observation=earned.observation,
    )
    for basis in earned.bases:
        PeriodBasis.objects.create(period=period, certification=scheme, completion=basis)
    return _issue(period, earned.bases, issuer, at)


def _requirements(earned: Earned) -> list[dict[str, Any]]:
    """What the scheme asked for, to be kept with the period."""
    asked = [{"kind": "curriculum", "curriculum": basis.enrolment.curriculum_id} for basis in earned.bases]
    observation = earned.observation
    return [*asked, {"kind": "observation", "rubric": observation.rubric_id}] if observation else asked


def _counting(scheme: Certification, user: User, day: date) -> Certificate | None:
    """The certificate that a new one follows: the one that counts for this person and scheme now."""
    held = lifecycle.with_facts(Certificate.objects.filter(period__user=user, period__certification=scheme), day)
    return next(iter(lifecycle.counting(held.select_related("period"), day)), None)


def _bases(scheme: Certification, user: User) -> list[CourseCompletion] | None:
    """The newest unused completion of each required curriculum, or None while one is missing."""
    found = []
    for curriculum in scheme.curricula.all():
        newest = (
            CourseCompletion.objects.filter(enrolment__user=user, enrolment__curriculum=curriculum)
            .exclude(enrolment__kind=Enrolment.Kind.UPDATE)
            .exclude(bases__certification=scheme)
            .select_related("enrolment__release")
            .order_by("-completed_at", "-pk")
            .first()
        )
        if newest is None:
            return None
        found.append(newest)
    return found


def _days(rules: validity.Rules, completed_on: date, previous: Certificate | None) -> tuple[str, validity.Days]:
    """The kind and the days of the period that follows: renewing keeps to what the previous one promised."""
    if previous is None:
        return Period.Kind.FIRST, validity.days_for(rules, completed_on)
    period, revoked = previous.period, previous.validity == lifecycle.Validity.REVOKED
    if completed_on <= period.grace_until and not revoked:
        return Period.Kind.RENEWAL, validity.days_for(rules, completed_on, renews=validity.Promised.by(period))
    # Whoever lost their certificate starts anew: it counts from the retraining, or from the date all holders share.
    due_on = None if revoked and rules.date_mode != DateMode.FIXED else period.valid_until
    anchor_day = validity.anchor_day_of(period)
    return Period.Kind.RESTORATION, validity.days_for(rules, completed_on, due_on=due_on, anchor_day=anchor_day)


def _issue(period: Period, bases: list[CourseCompletion], issuer: organisation.Facts, at: datetime) -> Certificate:
    certificate = Certificate.objects.create(
        period=period,
        code=codes.new(),
        holder_name=period.user.certificate_name or period.user.display_name,
        facts=facts_for(period, bases, issuer),
        issued_at=at,
    )
    facts = {
        "scheme": period.certification.name,
        "code": certificate.code,
        "valid_until": period.valid_until.isoformat(),
        "window_opens_on": period.window_opens_on.isoformat(),
    }
    outbox.tell(period.user, "certificate-issued", facts=facts, dedupe_key=f"certificate:{certificate.pk}", at=at)
    certificate_issued.send(sender=Certificate, certificate=certificate, at=at)
    return certificate


def facts_for(period: Period, bases: list[CourseCompletion], issuer: organisation.Facts) -> dict[str, Any]:
    """Every fact that a certificate prints or shows, frozen: scheme, releases with their outline, signatory, issuer, look."""
    scheme = period.certification
    return {
        "schema": 2,
        "language": period.user.language or bases[0].enrolment.release.outline["language"],
        "scheme": scheme.name,
        "description": scheme.description,
        "issuer": issuer.name,
        **_signed(scheme, issuer),
        "design": issuer.design or organisation.default_design(),
        "logo": issuer.logo,
        "accent": issuer.accent,
        "time_zone": issuer.time_zone,
        "completed_on": timezone.localdate(max(basis.completed_at for basis in bases)).isoformat(),
        **_observed(period.observation),
        "valid_from": period.valid_from.isoformat(),
        "valid_until": period.valid_until.isoformat(),
        "releases": [_release_facts(basis) for basis in bases],
    }


def _observed(observation: Observation | None) -> dict[str, Any]:
    """What the person was seen doing and when, never how it went item by item; nothing where nobody asked."""
    if observation is None:
        return {}
    data, day = observation.data, observation.observed_on
    return {"observed": {"title": data["title"], "language": data["language"], "on": day.isoformat()}}


def _signed(scheme: Certification, issuer: organisation.Facts) -> dict[str, str]:
    """Who signs: whom the scheme names, else whom the organisation does. A signature is printed over its own name only."""
    own = scheme.signatory_name and scheme.signatory_name != issuer.signatory_name
    return {
        "signatory_name": scheme.signatory_name or issuer.signatory_name,
        "signatory_title": scheme.signatory_title or ("" if own else issuer.signatory_title),
        "signature": "" if own else issuer.signature,
    }


def _release_facts(basis: CourseCompletion) -> dict[str, Any]:
    release = basis.enrolment.release
    return {
        "name": str(release),
        "release": release.pk,
        "curriculum": release.curriculum_id,
        "title": release.outline["title"],
        "language": release.outline["language"],
        "minutes": release.outline["minutes"],
        "modules": [module["title"] for module in release.outline["modules"]],
    }


def award_missing(*, since: datetime, at: datetime) -> int:
    """Issue what completions since then have earned and did not get; normally there is nothing to do."""
    lately = Q(completed_at__gte=since) | Q(observations__signed_at__gte=since)
    unserved = _unserved().filter(lately)
    return sum(len(award(completion, at=at)) for piece in in_pieces(unserved) for completion in piece)


def _unserved() -> QuerySet[CourseCompletion]:
    """Completions that some scheme may owe a certificate for."""
    return (
        CourseCompletion.objects.filter(bases__isnull=True)
        .exclude(enrolment__kind=Enrolment.Kind.UPDATE)
        .filter(enrolment__curriculum__certifications__active=True)
        .select_related("enrolment")
        .distinct()
    )
