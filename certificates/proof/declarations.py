"""What verification adds to the frame and the log."""

from django.utils.translation import gettext_lazy as _

from accounts import access_log
from certificates.proof import designs
from lms import nav, organisation, places

places.declare(finished="proof:finished", certificate="proof:certificate", certificate_preview="proof:preview")
nav.declare(
    nav.Link("main", "proof:verify", _("Verify a certificate"), 70, nav.to_strangers),
    nav.Link("account", "proof:verify", _("Verify a certificate"), 20, nav.to_members, icon="shield"),
    nav.Link("foot", "proof:verify", _("Verify a certificate"), 20),
)
access_log.declare(download=_("%(viewer)s downloaded a certificate of yours"))
organisation.declare_designs(**designs.LOOKS)
