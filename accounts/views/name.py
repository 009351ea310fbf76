"""Saying once which name certificates print."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import confirming
from accounts.access import PersonRequest
from accounts.forms import NameForm
from lms import places


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def name(request: PersonRequest) -> HttpResponse:
    """Ask for the name; posting confirms it and leads back to where it was asked."""
    back = _back(request)
    form = NameForm(request.POST) if request.method == "POST" else NameForm.for_person(request.user)
    if request.method == "POST" and form.is_valid():
        person = confirming.confirm_name(request.user, form.cleaned_data["certificate_name"], at=timezone.now())
        messages.success(request, _("Your certificates will say: %(name)s") % {"name": person.certificate_name})
        return redirect(back)
    context = {"form": form, "back": back}
    return render(request, "accounts/name.html", context, status=400 if form.errors else 200)


def _back(request: PersonRequest) -> str:
    """Where the person was asked, if that is on this site; else My training."""
    back = request.POST.get("next") or request.GET.get("next", "")
    hosts = {request.get_host()}
    ours = url_has_allowed_host_and_scheme(back, allowed_hosts=hosts, require_https=request.is_secure())
    return back if ours and back.startswith("/") else places.address("my_training")
