"""What a holder does with a certificate: look, download, renew, and do the updates they owe."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import access_log
from certificates import access, codes, holdings, lifecycle, obligations, pdf, renewing, validity
from certificates.models import Certificate, Certification, Obligation
from courses import changes, releasing
from courses.refusals import Refusal
from courses.verdicts import Action


@login_required
@require_GET
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """One certificate of one's own: statuses, why this date, what is owed, the history."""
    own = access.own_certificate(request.user, code)
    at = timezone.now()
    day = timezone.localdate(at)
    found = lifecycle.with_status(Certificate.objects.filter(pk=own.pk), day).select_related("period")
    shown = found.annotate(is_renewing=holdings.renewal_under_way()).get()
    owed = obligations.still_owed(request.user).filter(certificate=own).select_related("release")
    history = lifecycle.with_status(
        Certificate.objects.filter(period__user=request.user, period__certification=own.period.certification_id), day
    )
    return render(
        request,
        "certificates/certificate.html",
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
    kept = pdf.file_of(found, at=at)
    name = f"certificate-{codes.shown(found.code)}.pdf"
    response = FileResponse(kept.file.open("rb"), as_attachment=True, filename=name, content_type="application/pdf")
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_http_methods(["GET", "POST"])
def update(request: HttpRequest, obligation_id: int) -> HttpResponse:
    """What changed, word by word, and the one thing to do about it."""
    owed = access.own_obligation(request.user, obligation_id)
    at = timezone.now()
    if request.method == "POST":
        return _do_update(request, owed, at)
    basis = obligations.basis_of(owed.certificate, owed.release)
    met = getattr(owed, "fulfilment", None)
    since = basis.release if met is None else releasing.release_before(owed.release)
    return render(
        request,
        "certificates/update.html",
        {
            "owed": owed,
            "due": holdings.due(owed, timezone.localdate(at)),
            "met": met,
            "since": since,
            "changes": changes.between(since.outline if since else None, owed.release.outline),
            "asks_retake": owed.action == Action.REASSESS,
        },
    )


def _do_update(request: HttpRequest, owed: Obligation, at) -> HttpResponse:
    try:
        if owed.action == Action.ACKNOWLEDGE:
            obligations.acknowledge(owed, at=at)
            messages.success(request, "Thank you. Your certificate is shown as up to date.")
            return redirect("home:my_training")
        enrolment = obligations.begin(owed, by=request.user, at=at)
    except Refusal as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
        return redirect("certificates:update", obligation_id=owed.pk)
    if not enrolment.is_open:
        messages.success(request, "There was nothing left to retake. Your certificate is shown as up to date.")
        return redirect("home:my_training")
    return redirect("courses:training", enrolment_id=enrolment.pk)


@login_required
@require_POST
def renew(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin the next cycle."""
    scheme = get_object_or_404(Certification, slug=slug)
    try:
        enrolments = renewing.begin(scheme, request.user, by=request.user, at=timezone.now())
    except Refusal as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
        return redirect("home:my_training")
    messages.success(request, "Your renewal has begun. Your certificate stays as it is until you have finished.")
    return redirect("courses:training", enrolment_id=enrolments[0].pk)
