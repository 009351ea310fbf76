"""What the evidence adds to the roles and the statuses."""

from django.utils.translation import gettext_lazy as _

from accounts import roles
from lms import shared_pages, statuses

_MAY = (
    "evidence.add_source",
    "evidence.change_source",
    "evidence.delete_source",  # what nothing rests on; what something rests on stays, and says so (releases.keeping)
    "evidence.add_claim",
    "evidence.change_claim",
    "evidence.delete_claim",
)
roles.declare(roles.TRAINERS, *_MAY)
roles.declare(roles.ADMINISTRATORS, *_MAY)
shared_pages.declare("SELECT count(*) FROM evidence_evidenceupdate")
statuses.declare(
    {
        "retracted": statuses.Look(_("Retracted"), "alert", "clay"),
        "corrected": statuses.Look(_("Corrected"), "edit", "amber"),
        "concern": statuses.Look(_("Under question"), "question", "amber"),
        "review-due": statuses.Look(_("Review due"), "clock", "amber"),
    }
)
