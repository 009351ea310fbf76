"""How proposals and releases are shown."""

from django.utils.translation import gettext_lazy as _

from courses.releases import letters  # noqa: F401 (declares what is told)
from lms import shared_pages, statuses

shared_pages.declare("SELECT count(*) FROM releases_release WHERE effective_at <= %s", dated=True)
statuses.declare(
    {
        "draft": statuses.Look(_("Draft"), "edit", "slate"),
        "submitted": statuses.Look(_("Waiting for approval"), "clock", "amber"),
        "sent-back": statuses.Look(_("Sent back with a question"), "message", "amber"),
        "approved": statuses.Look(_("Approved"), "check-circle", "pine"),
        "scheduled": statuses.Look(_("Waits for its day"), "calendar", "pine"),
        "released": statuses.Look(_("Released"), "flag", "pine"),
        "cancelled": statuses.Look(_("Cancelled before it took effect"), "close", "clay"),
        "withdrawn": statuses.Look(_("Withdrawn"), "close", "clay"),
    }
)
