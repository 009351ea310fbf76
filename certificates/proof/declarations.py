"""What verification adds to the frame and the log."""

from django.utils.translation import gettext_lazy as _

from accounts import access_log
from lms import nav, places

places.declare(certificate="proof:certificate")
nav.declare(
    nav.Link("main", "proof:verify", _("Verify a certificate"), 70, nav.to_strangers),
    nav.Link("account", "proof:verify", _("Verify a certificate"), 20, nav.to_members, icon="shield"),
    nav.Link("foot", "proof:verify", _("Verify a certificate"), 20),
)
access_log.declare(download=_("%(viewer)s downloaded a certificate of yours"))
