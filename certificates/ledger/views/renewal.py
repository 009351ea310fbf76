"""Renewing a certificate."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import PersonRequest
from certificates.ledger import renewing
from certificates.ledger.models import Certification
from lms import places
from lms.refusals import Refusal


@login_required
@require_POST
def renew(request: PersonRequest, slug: str) -> HttpResponse:
    """Begin the next cycle."""
    scheme = get_object_or_404(Certification, slug=slug)
    try:
        enrolments = renewing.begin(scheme, request.user, by=request.user, at=timezone.now())
    except Refusal as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
        return redirect(places.address("my_training"))
    messages.success(request, _("Your renewal has begun. Your certificate stays as it is until you have finished."))
    first = next((one for one in enrolments if one.is_open), enrolments[0])
    return redirect("learning:training", enrolment_id=first.pk)
