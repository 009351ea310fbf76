"""Updates that holders owe: reading and acknowledging, or retaking what changed."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from certificates.ledger.models import Certificate, Ruling
from certificates.updates import owing, standing
from certificates.updates.models import Fulfilment, Obligation
from courses.learning import enrolling
from courses.learning.models import CourseCompletion, Enrolment
from courses.releases import current
from courses.releases.models import Release
from lms.locking import Kind, lock_one
from lms.refusals import Refusal
from notices import inbox


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
        raise Refusal(_("This update asks you to retake what changed. Open it from My training."))
    trainings = owing.trainings_of(owed.certificate.period.user_id, owed.release.curriculum_id)
    done = [owed]
    earlier = still_owed().filter(
        certificate=owed.certificate,
        action=Obligation.Action.ACKNOWLEDGE,
        release__curriculum=owed.release.curriculum_id,
    )
    for one in earlier.exclude(pk=owed.pk).select_related("release"):
        if one.release.version < owed.release.version and owing.contains(
            owed.release.outline, trainings.asked_by(one.release)
        ):
            Fulfilment.objects.create(obligation=one, at=at, covered_by=owed.release)
            done.append(one)
    made = Fulfilment.objects.create(obligation=owed, at=at)
    _note_done(owed.certificate.period.user, done, at)
    return made


def _note_done(user: User, done: Sequence[Obligation], at: datetime) -> None:
    """The standing says so, and letters that asked for it wait to be read no longer."""
    standing.note([user.pk])
    facts = [f"{letter}:{one.pk}" for one in done for letter in ("update", "update-reminder")]
    inbox.settle([user], *facts, at=at)


@transaction.atomic
def begin(owed: Obligation, *, by: User, at: datetime) -> Enrolment:
    """The training in which the holder retakes what changed: everything else is carried over.

    It takes the newest release in effect, so that one retake covers every update owed in the curriculum; the release that
    asks, when the newest no longer contains what it asks for. Beginning twice gives the same training. Raises Refusal
    when it has been done or asks for an acknowledgement only.
    """
    owed = _locked(owed)
    if Fulfilment.objects.filter(obligation=owed).exists():
        raise Refusal(_("You have done this update."))
    if owed.action != Obligation.Action.REASSESS:
        raise Refusal(_("This update asks you to read what changed and to acknowledge it."))
    release = _release_to_take(owed, at)
    return enrolling.begin_update(
        owed.certificate.period.user, release, basis=basis_of(owed.certificate, release), by=by, at=at
    )


def _release_to_take(owed: Obligation, at: datetime) -> Release:
    newest = current.current_release(owed.release.curriculum, at=at)
    if newest is None or newest.version <= owed.release.version:
        return owed.release
    asked = owing.trainings_of(owed.certificate.period.user_id, owed.release.curriculum_id).asked_by(owed.release)
    return newest if owing.contains(newest.outline, asked) else owed.release


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
    if found is None:  # cannot be: obligations are made only for what a certificate rests on
        raise Refusal(_("There is no completed training that this update could rest on."))
    return found


@transaction.atomic
def meet_by(completion: CourseCompletion, *, at: datetime) -> int:
    """Clear what a completed training covers: every obligation of its holder in the curriculum that asked for nothing more
    than trainings in that release, or a later one, contain.

    Returns how many were cleared. Doing it again clears nothing.
    """
    enrolment = completion.enrolment
    user = lock_one(Kind.USER, User.objects.filter(pk=enrolment.user_id))
    owed = list(still_owed(user).filter(release__curriculum=enrolment.curriculum_id).select_related("release"))
    if not owed:
        return 0
    trainings = owing.trainings_of(user.pk, enrolment.curriculum_id)
    covered = [one for one in owed if trainings.covers(one.release)]
    for one in covered:
        Fulfilment.objects.create(obligation=one, at=at, enrolment=enrolment)
    if covered:
        _note_done(user, covered, at)
    return len(covered)


def _locked(owed: Obligation) -> Obligation:
    """The obligation as it is now, its holder locked."""
    lock_one(Kind.USER, User.objects.filter(periods__certificate__obligations=owed.pk))
    return Obligation.objects.select_related("release__curriculum", "certificate__period__user").get(pk=owed.pk)
