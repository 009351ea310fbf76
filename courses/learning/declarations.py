"""What learning adds to the frame, and how work is shown."""

from django.utils.translation import gettext_lazy as _

from accounts import access_log
from courses.learning import keeping, letters  # noqa: F401 (say what keeps a curriculum, and what is told)
from lms import nav, statuses

nav.declare(
    nav.Link("main", "learning:catalogue", _("Curricula"), 30),
    nav.Link("foot", "learning:catalogue", _("Curricula"), 10),
    nav.Link("account", "learning:notes", _("My notes"), 17, nav.to_members, icon="edit"),
)
access_log.declare(grant=_("%(viewer)s gave you more attempts at a quiz"))
statuses.declare(
    {
        "not-started": statuses.Look(_("Not started"), "circle", "slate"),
        "under-way": statuses.Look(_("Under way"), "half-circle", "slate"),
        "done": statuses.Look(_("Done"), "check", "pine"),
        "passed": statuses.Look(_("Passed"), "check-circle", "pine"),
        "not-passed": statuses.Look(_("Not passed yet"), "refresh", "amber"),
        "waiting": statuses.Look(_("Waiting for review"), "clock", "amber"),
        "locked": statuses.Look(_("Not open yet"), "lock", "slate"),
    }
)
