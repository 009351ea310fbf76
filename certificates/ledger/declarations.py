"""How validity is shown, who may change schemes, and what is said of decisions."""

from django.utils.translation import gettext_lazy as _

from accounts import access_log, roles
from certificates.ledger import (  # noqa: F401 (declare what is told, who is observed and answered for, what curricula lead to)
    letters,
    observed,
    oversight,
    paths,
)
from certificates.ledger.models import Certificate
from lms import nav, organisation, shared_pages, statuses

roles.declare(roles.ADMINISTRATORS, "ledger.add_certification", "ledger.change_certification")
nav.declare(nav.Link("foot", "ledger:paths", _("Certificates you can earn"), 12))
shared_pages.declare("SELECT max(id) FROM ledger_certification_curricula")
access_log.declare(
    suspend=_("%(viewer)s suspended a certificate of yours"),
    reinstate=_("%(viewer)s reinstated a certificate of yours"),
    revoke=_("%(viewer)s revoked a certificate of yours"),
)
statuses.declare(
    {
        "valid": statuses.Look(_("Valid"), "check-circle", "pine"),
        "due": statuses.Look(_("Due for renewal"), "clock", "amber"),
        "grace": statuses.Look(_("In the grace period"), "clock", "amber"),
        "expired": statuses.Look(_("Expired"), "calendar", "clay"),
        "suspended": statuses.Look(_("Suspended"), "pause", "clay"),
        "revoked": statuses.Look(_("Revoked"), "close", "clay"),
        "superseded": statuses.Look(_("Superseded"), "history", "slate"),
    }
)
organisation.declare_days(Certificate.objects.exists)
