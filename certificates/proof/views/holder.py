"""What a holder does with a certificate: look at it and download it."""

from io import BytesIO

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts import access_log
from certificates.ledger import access, codes, renewing, validity
from certificates.ledger.models import Certificate
from certificates.proof import pdf
from certificates.updates import currency, holdings, obligations


@login_required
@require_GET
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """One certificate of one's own: statuses, why this date, what is owed, the history."""
    own = access.own_certificate(request.user, code)
    at = timezone.now()
    day = timezone.localdate(at)
    found = currency.with_status(Certificate.objects.filter(pk=own.pk), day).select_related("period")
    shown = found.annotate(is_renewing=holdings.renewal_under_way()).get()
    owed = obligations.still_owed(request.user).filter(certificate=own).select_related("release")
    history = currency.with_status(
        Certificate.objects.filter(period__user=request.user, period__certification=own.period.certification_id), day
    )
    return render(
        request,
        "proof/certificate.html",
        {
            "certificate": shown,
            "scheme": own.period.certification,
            "code": codes.shown(own.code),
            "sentence": holdings.sentence(shown),
            "why": validity.why(
                own.period.rules, valid_until=own.period.valid_until, completed_on=own.period.completed_on
            ),
            "owed": [holdings.due(one, day) for one in owed],
            "why_not_renew": renewing.why_not(shown, day=day),
            "may_renew": renewing.why_not(shown, day=day) is None and not shown.is_renewing,
            "history": history.select_related("period").order_by("-period__number"),
            "verify_url": pdf.verify_url(own.code),
        },
    )


@login_required
@require_GET
def certificate_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The PDF, rendered on the spot when the worker has not come to it yet."""
    found = access.readable_certificate(request.user, code)
    at = timezone.now()
    if found.period.user_id != request.user.pk:
        access_log.record(viewer=request.user, subject=found.period.user, action="download", at=at)
    content = pdf.content_of(found, at=at)
    name = f"certificate-{codes.shown(found.code)}.pdf"
    return FileResponse(BytesIO(content), as_attachment=True, filename=name, content_type="application/pdf")
