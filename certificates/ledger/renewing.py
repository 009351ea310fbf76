"""Renewing: a new training for a certificate that ends soon, is in grace, or has lapsed."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from certificates.ledger import lifecycle
from certificates.ledger.models import Certificate, Certification, Period
from courses.authoring.models import CurriculumPage
from courses.learning import enrolling
from courses.learning.models import Enrolment
from lms import dates
from lms.locking import Kind, lock_one
from lms.refusals import Refusal
from notices import outbox

RENEWABLE = (lifecycle.Validity.DUE, lifecycle.Validity.GRACE, lifecycle.Validity.EXPIRED)


def why_not(certificate: Certificate, *, day: date) -> str | None:
    """The reason why the holder of an annotated certificate cannot renew it on that day, or None."""
    state = lifecycle.Validity(certificate.validity)
    if state == lifecycle.Validity.VALID:
        opens = dates.full(certificate.period.window_opens_on)
        return _("Renewing opens on %(day)s. Starting then loses you no day.") % {"day": opens}
    if state == lifecycle.Validity.SUSPENDED:
        return _("This certificate is suspended. Your coordinator can tell you what comes next.")
    if state == lifecycle.Validity.REVOKED:
        return _("This certificate was revoked. Your coordinator can enrol you in a new training.")
    if state == lifecycle.Validity.SUPERSEDED:
        return _("You hold a newer certificate. Renew that one.")
    return None


def words(certificate: Certificate) -> tuple[str, str]:
    """What the button says with which the holder of an annotated certificate begins their next cycle: at length, in short.

    What has expired is not renewed, it is earned again; the status says the same.
    """
    if certificate.validity == lifecycle.Validity.EXPIRED:
        return _("Take the training again"), _("Take it again")
    return _("Start renewing"), _("Renew")


@transaction.atomic
def begin(scheme: Certification, user: User, *, by: User, at: datetime) -> list[Enrolment]:
    """Enrol a holder for their next cycle in every curriculum of the scheme. Beginning twice gives the same trainings.

    An update under way gives way to the renewal, which covers it. Raises Refusal before the renewal window opens, without
    a certificate, and while it is suspended or revoked.
    """
    user = lock_one(Kind.USER, User.objects.filter(pk=user.pk))
    day = timezone.localdate(at)
    held = (
        lifecycle.governing(day)
        .filter(period__user=user, period__certification=scheme)
        .select_related("period")
        .first()
    )
    if held is None:
        raise Refusal(_("You hold no certificate of this scheme yet. Enrol in its curriculum from the catalogue."))
    if reason := why_not(held, day=day):
        raise Refusal(reason)
    return [_next(scheme, user, curriculum, by=by, at=at) for curriculum in scheme.curricula.order_by("pk")]


def _next(scheme: Certification, user: User, curriculum: CurriculumPage, *, by: User, at: datetime) -> Enrolment:
    """The training of a holder's next cycle in one curriculum, in place of an update under way."""
    found = enrolling.open_enrolment(user, curriculum)
    if found is not None and found.kind == Enrolment.Kind.UPDATE:
        enrolling.leave(found, at=at)
    cycle = next_cycle(scheme, user)
    renewals = Enrolment.objects.filter(user=user, curriculum=curriculum, kind=Enrolment.Kind.RENEWAL, cycle=cycle)
    if done := renewals.filter(completed_at__isnull=False).first():
        return done
    return enrolling.enrol(user, curriculum, by=by, at=at, kind=Enrolment.Kind.RENEWAL, cycle=cycle)


@transaction.atomic
def enrol_for(person: User, curriculum: CurriculumPage, *, by: User, at: datetime) -> Enrolment:
    """Enrol somebody on their behalf, in the cycle they are due for: a first training, a renewal, or a new one after a
    revocation. They are told. Raises Refusal.
    """
    person = lock_one(Kind.USER, User.objects.filter(pk=person.pk))
    scheme = Certification.objects.filter(active=True, curricula=curriculum).order_by("pk").first()
    cycle = next_cycle(scheme, person) if scheme else 1
    if scheme and cycle > 1:
        held = lifecycle.governing(timezone.localdate(at)).filter(period__user=person, period__certification=scheme)
        certificate = held.select_related("period").first()
        state = certificate.validity if certificate else lifecycle.Validity.REVOKED
        if state not in (*RENEWABLE, lifecycle.Validity.REVOKED):
            assert certificate is not None
            reason = why_not(certificate, day=timezone.localdate(at))
            raise Refusal(_("Holds a certificate already. %(reason)s") % {"reason": reason})
    had = enrolling.open_enrolment(person, curriculum)
    if scheme and cycle > 1:
        enrolment = _next(scheme, person, curriculum, by=by, at=at)
    else:
        enrolment = enrolling.enrol(person, curriculum, by=by, at=at, kind=Enrolment.Kind.FIRST, cycle=cycle)
    if had is None or had.pk != enrolment.pk:
        outbox.tell(
            person,
            "enrolled",
            facts={"by": str(by), "title": curriculum.title, "enrolment": enrolment.pk},
            dedupe_key=f"enrolment:{enrolment.pk}:{enrolment.release_id}",
            at=at,
        )
    return enrolment


def next_cycle(scheme: Certification, user: User) -> int:
    """1 for a first certificate, then one more than the periods there are."""
    found = Period.objects.filter(user=user, certification=scheme).aggregate(last=Max("number"))
    return (found["last"] or 0) + 1
