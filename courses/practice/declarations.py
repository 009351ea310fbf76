"""What practice adds to the frame, the roles and the log."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import access_log, roles
from courses.practice import keeping, letters  # noqa: F401 (say what keeps a curriculum, and what is told)
from lms import nav, places, statuses

_MAY = ("practice.add_rubric", "practice.change_rubric", "practice.publish_rubric")
roles.declare(roles.TRAINERS, *_MAY)
roles.declare(roles.ADMINISTRATORS, *_MAY)
access_log.declare(
    authorise=_("%(viewer)s lets you observe others"),
    authorise_end=_("%(viewer)s ended that you observe others"),
    observe=_("%(viewer)s began to observe you"),
)
statuses.declare(
    {
        "observation-pass": statuses.Look(_("Passed"), "check-circle", "pine"),
        "observation-repeat": statuses.Look(_("To be repeated"), "refresh", "amber"),
        "observation-not-yet": statuses.Look(_("Not yet"), "clock", "amber"),
        "observation-waits": statuses.Look(_("Observation waiting"), "clock", "amber"),
    }
)
places.declare(observation="practice:result")


def _to_assessors(request: HttpRequest) -> bool:
    """Also while the role rests: for saying what there would be."""
    if not request.user.is_authenticated:
        return False
    return roles.ASSESSORS in roles.role_names(request.user) or roles.holds(request.user, roles.TRAINERS)


nav.declare(nav.Link("main", "practice:waiting", _("Observations"), 45, _to_assessors))
