"""What a holder does with a certificate: look at it and download it."""

from datetime import datetime
from email.utils import parseaddr
from io import BytesIO

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts import access_log, roles
from accounts.access import PersonRequest
from certificates.ledger import access, codes, lifecycle, renewing, validity
from certificates.ledger.lifecycle import Validity
from certificates.ledger.models import Certificate
from certificates.proof import codes_drawn, pdf
from certificates.updates import currency, facilitating, holdings, obligations
from lms import organisation

_RULED = (Validity.SUSPENDED, Validity.REVOKED)


@login_required
@require_GET
def certificate(request: PersonRequest, code: str) -> HttpResponse:
    """One certificate of one's own: statuses, why this date, what is owed, the history."""
    own = access.own_certificate(request.user, code)
    at = timezone.now()
    day = timezone.localdate(at)
    found = currency.with_status(Certificate.objects.filter(pk=own.pk), day).select_related("period")
    shown = holdings.with_renewal(found).get()
    owed = obligations.still_owed(request.user).filter(certificate=own).select_related("release")
    history = currency.with_status(
        Certificate.objects.filter(period__user=request.user, period__certification=own.period.certification_id), day
    )
    dues = [holdings.due(one, day) for one in owed]
    may_renew = renewing.why_not(shown, day=day) is None and not shown.is_renewing
    return render(
        request,
        "proof/certificate.html",
        {
            "certificate": shown,
            "scheme": own.period.certification,
            "code": codes.shown(own.code),
            "sentence": holdings.sentence(shown),
            "why": validity.why(
                own.period.rules,
                valid_until=own.period.valid_until,
                completed_on=own.period.completed_on,
                can_be_renewed=shown.validity in lifecycle.HOLDS,
            ),
            "facilitates": facilitating.sentence(shown),
            "stands": shown.validity in lifecycle.SHOWN,
            "is_ruled": shown.validity in _RULED,
            "contact": organisation.now().contact or parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
            "coordinators": roles.answering_for(request.user) if shown.validity in _RULED else [],
            "owed": dues,
            "why_not_renew": "" if shown.validity in _RULED else renewing.why_not(shown, day=day),
            "may_renew": may_renew,
            "renew_words": renewing.words(shown),
            "advice": holdings.advice(dues) if may_renew else "",
            "history": history.select_related("period").order_by("-period__number"),
            "verify_url": pdf.verify_url(own.code),
            "qr": codes_drawn.qr(pdf.verify_url(own.code)),
        },
    )


@login_required
@require_GET
def certificate_pdf(request: PersonRequest, code: str) -> FileResponse:
    """The PDF, rendered on the spot when the worker has not come to it yet; a copy says what was decided against it."""
    found = access.readable_certificate(request.user, code)
    at = timezone.now()
    if found.period.user_id != request.user.pk:
        access_log.record(viewer=request.user, subject=found.period.user, action="download", at=at)
    name = f"certificate-{codes.shown(found.code)}.pdf"
    content = _copy(found, at)
    return FileResponse(BytesIO(content), as_attachment=True, filename=name, content_type="application/pdf")


def _copy(certificate: Certificate, at: datetime) -> bytes:
    """The kept file; a copy with a stamp across it while a decision stands against the certificate."""
    day = timezone.localdate(at)
    facts = currency.with_facts(Certificate.objects.filter(pk=certificate.pk), day).select_related("period").get()
    if stamp := pdf.stamp_of(currency.settle(facts, day)):
        return pdf.render(facts, stamp=stamp)
    return pdf.content_of(certificate, at=at)
