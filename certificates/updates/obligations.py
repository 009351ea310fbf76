"""Updates that holders owe: reading and acknowledging, or retaking what changed."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from certificates.ledger.models import Certificate, Ruling
from certificates.updates.models import Fulfilment, Obligation
from courses.learning import enrolling
from courses.learning.models import CourseCompletion, Enrolment
from courses.releases import current
from courses.releases.models import Release
from lms.refusals import Refusal


def still_owed(user: User | None = None) -> QuerySet[Obligation]:
    """Obligations not met yet, of one person or of everybody. Whoever's certificate was revoked owes nothing more."""
    owed = Obligation.objects.filter(fulfilment__isnull=True).exclude(certificate__rulings__action=Ruling.Action.REVOKE)
    return owed if user is None else owed.filter(certificate__period__user=user)


@transaction.atomic
def acknowledge(owed: Obligation, *, at: datetime) -> Fulfilment:
    """Note that the holder has read what changed, in this release and in earlier ones that asked for the same.

    Doing it twice gives the first note. Raises Refusal for a retake.
    """
    owed = _locked(owed)
    if found := Fulfilment.objects.filter(obligation=owed).first():
        return found
    if owed.action != Obligation.Action.ACKNOWLEDGE:
        raise Refusal("This update asks you to retake what changed. Open it from My training.")
    earlier = still_owed().filter(
        certificate=owed.certificate,
        action=Obligation.Action.ACKNOWLEDGE,
        release__curriculum=owed.release.curriculum_id,
    )
    for one in earlier.exclude(pk=owed.pk).select_related("release"):
        if one.release.version < owed.release.version:
            Fulfilment.objects.create(obligation=one, at=at, covered_by=owed.release)
    return Fulfilment.objects.create(obligation=owed, at=at)


@transaction.atomic
def begin(owed: Obligation, *, by: User, at: datetime) -> Enrolment:
    """The training in which the holder retakes what changed: everything else is carried over.

    It takes the newest release in effect, so that one retake covers every update owed in the curriculum. Beginning twice
    gives the same training. Raises Refusal when it has been done or asks for an acknowledgement only.
    """
    owed = _locked(owed)
    if Fulfilment.objects.filter(obligation=owed).exists():
        raise Refusal("You have done this update.")
    if owed.action != Obligation.Action.REASSESS:
        raise Refusal("This update asks you to read what changed and to acknowledge it.")
    release = current.current_release(owed.release.curriculum, at=at) or owed.release
    return enrolling.begin_update(
        owed.certificate.period.user, release, basis=basis_of(owed.certificate, release), by=by, at=at
    )


def basis_of(certificate: Certificate, release: Release) -> Enrolment:
    """The holder's latest completed training in the curriculum of a release: what an update is compared with."""
    found = (
        Enrolment.objects.filter(
            user=certificate.period.user_id, curriculum=release.curriculum_id, completed_at__isnull=False
        )
        .select_related("release")
        .order_by("-completed_at", "-pk")
        .first()
    )
    if found is None:  # cannot be: a certificate rests on completions
        raise Refusal("There is no completed training that this update could rest on.")
    return found


@transaction.atomic
def meet_by(completion: CourseCompletion, *, at: datetime) -> int:
    """Clear what a completed training covers: every obligation of its holder up to the release it was taken in.

    Returns how many were cleared. Doing it again clears nothing.
    """
    enrolment = completion.enrolment
    taken = enrolment.release
    owed = still_owed(enrolment.user).filter(release__curriculum=enrolment.curriculum_id).select_related("release")
    covered = [one for one in owed.select_for_update(of=("self",)) if one.release.version <= taken.version]
    for one in covered:
        Fulfilment.objects.get_or_create(obligation=one, defaults={"at": at, "enrolment": enrolment})
    return len(covered)


def _locked(owed: Obligation) -> Obligation:
    return (
        Obligation.objects.select_for_update(of=("self",))
        .select_related("release__curriculum", "certificate__period__user")
        .get(pk=owed.pk)
    )
