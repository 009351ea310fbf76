"""How certificates would look, beside the form that decides it."""

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import for_administrators
from certificates.proof import sample
from lms import organisation, pictures
from lms.organisation_form import OrganisationForm
from lms.policies import allow_only


@allow_only(
    {"default-src": NONE, "style-src": UNSAFE_INLINE, "img-src": "data:", "font-src": SELF, "frame-ancestors": SELF}
)
@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest) -> HttpResponse:
    """A sample of what is decided, or of what the sent form would decide as far as it can be read. Keeps nothing."""
    facts = organisation.now()
    shown = {name: pictures.inline(getattr(facts, name)) for name in ("logo", "signature")}
    if request.method == "POST":
        form = OrganisationForm(request.POST, request.FILES)
        form.full_clean()
        wanted = form.facts(facts)
        facts = facts if organisation.unreadable(wanted) else wanted
        for name, drawn in form.pictures().items():
            shown[name] = pictures.data_address(drawn.content) if drawn else ""
    return HttpResponse(sample.page(facts, pictures=shown, at=timezone.now()))
