"""How currency is shown."""

from django.utils.translation import gettext_lazy as _

from certificates.updates import letters  # noqa: F401 (declares what is told)
from lms import nav, places, statuses

places.declare(dates="updates:dates")
nav.declare(nav.Link("account", "updates:dates", _("My dates"), 15, nav.to_members, icon="calendar"))
statuses.declare(
    {
        "current": statuses.Look(_("Up to date"), "check", "pine"),
        "outstanding": statuses.Look(_("Update outstanding"), "refresh", "amber"),
        "overdue": statuses.Look(_("Update overdue"), "alert", "clay"),
    }
)
