"""From a completed course to a period and its certificate, in the same transaction."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from certificates.ledger import codes, validity
from certificates.ledger.models import Certificate, Certification, Period, PeriodBasis, Ruling
from certificates.ledger.signals import certificate_issued
from courses.learning.models import CourseCompletion, Enrolment
from lms import places
from notices import outbox


@transaction.atomic
def award(completion: CourseCompletion, *, at: datetime) -> list[Certificate]:
    """Issue what this completion earns: one certificate for each scheme whose curricula are now all completed.

    Awarding the same completion again issues nothing. An update earns no certificate; it clears what was owed.
    """
    enrolment = completion.enrolment
    if enrolment.kind == Enrolment.Kind.UPDATE:
        return []
    user = User.objects.select_for_update().get(pk=enrolment.user_id)
    schemes = Certification.objects.filter(active=True, curricula=enrolment.curriculum_id)
    return [made for scheme in schemes if (made := _award_scheme(scheme, user, completion, at)) is not None]


def _award_scheme(scheme: Certification, user: User, completion: CourseCompletion, at: datetime) -> Certificate | None:
    if PeriodBasis.objects.filter(certification=scheme, completion=completion).exists():
        return None
    bases = _bases(scheme, user)
    if bases is None:
        return None
    completed_on = timezone.localdate(max(basis.completed_at for basis in bases))
    previous = Period.objects.filter(user=user, certification=scheme).order_by("-number").first()
    rules = validity.Rules.of(scheme)
    kind, days = _days(rules, completed_on, previous)
    period = Period.objects.create(
        user=user,
        certification=scheme,
        number=previous.number + 1 if previous else 1,
        kind=kind,
        rules={**rules.to_json(), "base": days.base.isoformat(), "because": days.because},
        completed_on=completed_on,
        valid_from=days.valid_from,
        valid_until=days.valid_until,
        window_opens_on=days.window_opens_on,
        grace_until=days.grace_until,
        baseline_until=days.baseline_until,
        opened_at=at,
    )
    for basis in bases:
        PeriodBasis.objects.create(period=period, certification=scheme, completion=basis)
    return _issue(period, bases, at)


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


def _days(rules: validity.Rules, completed_on: date, previous: Period | None) -> tuple[str, validity.Days]:
    if previous is None:
        return Period.Kind.FIRST, validity.days_for(rules, completed_on)
    revoked = Ruling.objects.filter(certificate__period=previous, action=Ruling.Action.REVOKE).exists()
    if completed_on <= previous.grace_until and not revoked:
        return Period.Kind.RENEWAL, validity.days_for(rules, completed_on, previous_until=previous.baseline_until)
    return Period.Kind.RESTORATION, validity.days_for(rules, completed_on, due_on=previous.valid_until)


def _issue(period: Period, bases: list[CourseCompletion], at: datetime) -> Certificate:
    certificate = Certificate.objects.create(
        period=period,
        code=codes.new(),
        holder_name=period.user.certificate_name or period.user.display_name,
        facts=facts_for(period, bases),
        issued_at=at,
    )
    until = validity.in_full(period.valid_until)
    outbox.tell(
        period.user,
        kind="certificate",
        dedupe_key=f"certificate:{certificate.pk}",
        subject=f"Your certificate is ready: {period.certification.name}",
        body=f"You completed everything that {period.certification.name} asks for. Your certificate is valid through {until}.\n\n"
        f"Anyone you show it to can check it with its code, {codes.shown(certificate.code)}. You can renew it from "
        f"{validity.in_full(period.window_opens_on)} without losing a day; we will remind you.",
        action_label="See your certificate",
        action_path=places.address("certificate", certificate.code),
        at=at,
    )
    certificate_issued.send(sender=Certificate, certificate=certificate, at=at)
    return certificate


def facts_for(period: Period, bases: list[CourseCompletion]) -> dict[str, Any]:
    """Every fact that a certificate prints or shows, frozen: scheme, releases with their outline, signatory, issuer."""
    scheme = period.certification
    return {
        "schema": 1,
        "language": period.user.language or bases[0].enrolment.release.outline["language"],
        "scheme": scheme.name,
        "description": scheme.description,
        "issuer": settings.ORGANISATION_NAME,
        "signatory_name": scheme.signatory_name,
        "signatory_title": scheme.signatory_title,
        "time_zone": settings.TIME_ZONE,
        "completed_on": period.completed_on.isoformat(),
        "valid_from": period.valid_from.isoformat(),
        "valid_until": period.valid_until.isoformat(),
        "releases": [_release_facts(basis) for basis in bases],
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
    unserved = (
        CourseCompletion.objects.filter(completed_at__gte=since, bases__isnull=True)
        .exclude(enrolment__kind=Enrolment.Kind.UPDATE)
        .filter(enrolment__curriculum__certifications__active=True)
        .select_related("enrolment")
        .distinct()
    )
    return sum(len(award(completion, at=at)) for completion in unserved)
