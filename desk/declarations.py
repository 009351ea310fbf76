"""What the desks add to the frame."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import roles
from desk.statistics_words import LOOKS
from lms import nav, places, statuses

places.declare(
    proposal="desk:release_desk",
    workbench="wagtailadmin_home",
    evidence_update="desk:evidence_update",
    desk="desk:home",
    roster="desk:roster",
    person_record="desk:person",
    grant_attempts="desk:grant",
    new_curriculum="desk:new_curriculum",
    new_bundle="desk:new_bundle",
)

statuses.declare(LOOKS)
statuses.declare(
    {
        "passes": statuses.Look(_("Passed now"), "check-circle", "pine"),
        "rises": statuses.Look(_("More points"), "check", "pine"),
        "keeps": statuses.Look(_("Keeps what it has"), "lock", "slate"),
    }
)


def _to_coordinators(request: HttpRequest) -> bool:
    return request.user.is_authenticated and roles.holds(request.user, roles.COORDINATORS)


def _to_trainers(request: HttpRequest) -> bool:
    return request.user.is_authenticated and roles.holds(request.user, roles.TRAINERS)


nav.declare(
    nav.Link("main", "desk:home", _("Desk"), 40, _to_coordinators, exact=True),
    nav.Link("main", "desk:roster", _("Roster"), 41, _to_coordinators, covers=("/desk/people/", "/desk/certificates/")),
    nav.Link(
        "main",
        "desk:releases",
        _("Releases"),
        50,
        _to_trainers,
        covers=("/desk/evidence/", "/desk/curricula/", "/desk/bundles/", "/desk/questions/", "/desk/corrections/"),
    ),
)
