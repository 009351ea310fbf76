"""What operations add to the frame and the log."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import access_log, roles
from lms import nav, places

places.declare(operations="operations:overview")


def _to_administrators(request: HttpRequest) -> bool:
    return request.user.is_authenticated and roles.holds(request.user, roles.ADMINISTRATORS)


nav.declare(nav.Link("main", "operations:overview", _("Operations"), 60, _to_administrators))
access_log.declare(
    release_letters=_("%(viewer)s released letters that were held"),
    retry_letters=_("%(viewer)s had letters tried again"),
)
