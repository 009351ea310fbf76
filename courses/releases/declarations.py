"""How proposals are shown."""

from django.utils.translation import gettext_lazy as _

from courses.releases import letters  # noqa: F401 (declares what is told)
from lms import statuses

statuses.declare(
    {
        "draft": statuses.Look(_("Draft"), "edit", "slate"),
        "proposed": statuses.Look(_("Waiting for approval"), "clock", "amber"),
        "approved": statuses.Look(_("Approved"), "check-circle", "pine"),
        "returned": statuses.Look(_("Returned with a comment"), "message", "amber"),
        "released": statuses.Look(_("Released"), "flag", "pine"),
        "withdrawn": statuses.Look(_("Withdrawn"), "close", "clay"),
    }
)
