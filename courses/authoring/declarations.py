"""What authoring adds to the frame and the roles."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import roles
from courses.authoring.models import CurriculumPage
from lms import nav

_MAY = (
    "authoring.add_question",
    "authoring.change_question",
    "authoring.delete_question",  # what was never released; what was stays, and says so (releases.keeping)
    "authoring.publish_question",
)
roles.declare(roles.TRAINERS, *_MAY)
roles.declare(roles.ADMINISTRATORS, *_MAY)
roles.declare_taught(CurriculumPage)


def _to_trainers(request: HttpRequest) -> bool:
    return request.user.is_authenticated and roles.holds(request.user, roles.TRAINERS)


nav.declare(nav.Link("main", "wagtailadmin_home", _("Authoring"), 60, _to_trainers, exact=True))
