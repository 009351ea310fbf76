"""The first page of a new site, for whoever runs it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import PersonRequest, for_administrators
from accounts.models import Region
from home import starting
from home.forms import RegionListForm
from lms import organisation
from lms.models import Organisation
from lms.organisation_form import OrganisationForm
from lms.refusals import Refusal


@for_administrators
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: PersonRequest) -> HttpResponse:
    """What the organisation is called and how it looks, who signs, its regions; and then everything is made at once."""
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    row = Organisation.objects.first() or Organisation()
    form, regions = OrganisationForm(*sent, instance=row, for_user=request.user), RegionListForm(*sent)
    checked = request.method == "POST" and "check" in request.POST
    if request.method == "POST" and form.is_valid() & regions.is_valid() and not checked:
        try:
            made = starting.set_up(
                form.decisions,
                regions=regions.text,
                by=request.user,
                zone_confirmed=form.cleaned_data["zone_confirmed"],
            )
        except Refusal as refused:
            form.add_error(None, refused.reasons)
        else:
            _say(request, made)
            return redirect("home:set_up")
    if request.method == "POST" and regions.is_valid() and regions.cleaned_data["regions_file"]:
        # a chosen file is lost on the way, its words are not
        regions = RegionListForm({"regions": regions.text})
        regions.is_valid()
    context = {
        "form": form,
        "regions": regions,
        "checked": checked,
        "is_made": starting.is_made(),
        "decided": organisation.kept(),
        "days_are_promised": organisation.days_are_promised(),
        "regions_here": Region.objects.count(),
    }
    bad = request.method == "POST" and not checked
    return render(request, "home/set_up.html", context, status=400 if bad else 200)


def _say(request: PersonRequest, made: starting.Made) -> None:
    if made.facts.is_decided:
        messages.success(
            request, _("The site is set up. Certificates are issued by %(name)s.") % {"name": made.facts.name}
        )
    else:
        messages.info(request, _("Kept. No certificate is issued until everything under “Certificates” is said."))
