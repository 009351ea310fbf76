"""The page at the end of a training: the name, the certificate in hand, and what comes next."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import confirming
from accounts.access import PersonRequest, personal
from accounts.forms import NameForm
from accounts.models import User
from certificates.ledger import codes, lifecycle, paths, ways
from certificates.ledger.models import Certificate, Certification
from certificates.proof import codes_drawn, pdf
from courses.learning import access
from courses.learning.models import Enrolment
from lms import organisation


@dataclass(frozen=True)
class Outcome:
    """What a finished training came to in one scheme: a certificate, one that waits, or a part of the way."""

    path: paths.Path
    way: ways.Way
    certificate: Certificate | None
    code: str = ""
    verify_url: str = ""
    qr: str = ""

    @property
    def may_be_shown(self) -> bool:
        """Whether whoever sees it learns how it stands, rather than that it was taken back."""
        return self.certificate is not None and self.certificate.validity in lifecycle.SHOWN

    @property
    def waits(self) -> bool:
        """Whether everything is done and only the certificate is missing."""
        is_done = all(leg.state == "done" for leg in self.way.legs)
        return self.certificate is None and is_done and not self.way.waits_to_be_observed


@require_safe
@personal
def finished(request: PersonRequest, enrolment_id: int) -> HttpResponse:
    """What was finished, what it earned, what it waits for, what comes next. Before the end: the training."""
    enrolment = access.own_enrolment(request.user, enrolment_id)
    if enrolment.completed_at is None:
        return redirect("learning:training", enrolment.pk)
    outcomes = [] if enrolment.kind == Enrolment.Kind.UPDATE else _outcomes(request.user, enrolment, timezone.now())
    waits = [one for one in outcomes if one.waits]
    asks = waits and confirming.waits_for_name(request.user)
    return render(
        request,
        "proof/finished.html",
        {
            "enrolment": enrolment,
            "release": enrolment.release,
            "outcomes": outcomes,
            "issued": [one for one in outcomes if one.certificate],
            "waits": waits,
            "to_observe": [one for one in outcomes if not one.certificate and one.way.waits_to_be_observed],
            "on_the_way": [one for one in outcomes if _is_on_the_way(one)],
            "name_form": NameForm.for_person(request.user) if asks else None,
            "issuer_is_known": organisation.now().is_decided,
        },
    )


def _is_on_the_way(one: Outcome) -> bool:
    return not one.certificate and not one.waits and not one.way.waits_to_be_observed


def _outcomes(user: User, enrolment: Enrolment, at: datetime) -> list[Outcome]:
    mine = Certificate.objects.filter(period__bases__completion__enrolment=enrolment).select_related("period")
    rows = lifecycle.with_validity(mine, timezone.localdate(at))
    issued = {one.period.certification_id: one for one in rows}
    schemes = Certification.objects.filter(curricula=enrolment.curriculum_id, active=True)
    found = [_outcome(user, scheme, issued.get(scheme.pk), at) for scheme in schemes]
    return sorted(found, key=lambda one: one.certificate is None)


def _outcome(user: User, scheme: Certification, certificate: Certificate | None, at: datetime) -> Outcome:
    path = paths.to(scheme, at=at)
    way = ways.of(user, path, at=at)
    if certificate is None:
        return Outcome(path, way, None)
    url = pdf.verify_url(certificate.code)
    return Outcome(path, way, certificate, codes.shown(certificate.code), url, codes_drawn.qr(url))
