"""How every status is shown: a word, an icon and a tint, in one place, so that two screens never say it differently."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Look(NamedTuple):
    label: str | Promise
    icon: str
    tone: str  # pine, amber, clay or slate


LOOKS: dict[str, Look] = {
    # validity of a certificate
    "valid": Look(_("Valid"), "check-circle", "pine"),
    "due": Look(_("Due for renewal"), "clock", "amber"),
    "grace": Look(_("In the grace period"), "clock", "amber"),
    "expired": Look(_("Expired"), "calendar", "clay"),
    "suspended": Look(_("Suspended"), "pause", "clay"),
    "revoked": Look(_("Revoked"), "close", "clay"),
    "superseded": Look(_("Superseded"), "history", "slate"),
    # currency of a certificate
    "current": Look(_("Up to date"), "check", "pine"),
    "outstanding": Look(_("Update outstanding"), "refresh", "amber"),
    "overdue": Look(_("Update overdue"), "alert", "clay"),
    # work
    "not-started": Look(_("Not started"), "circle", "slate"),
    "under-way": Look(_("Under way"), "half-circle", "slate"),
    "done": Look(_("Done"), "check", "pine"),
    "passed": Look(_("Passed"), "check-circle", "pine"),
    "not-passed": Look(_("Not passed yet"), "refresh", "amber"),
    "waiting": Look(_("Waiting for review"), "clock", "amber"),
    "locked": Look(_("Not open yet"), "lock", "slate"),
    # writing and releasing
    "draft": Look(_("Draft"), "edit", "slate"),
    "proposed": Look(_("Waiting for approval"), "clock", "amber"),
    "approved": Look(_("Approved"), "check-circle", "pine"),
    "returned": Look(_("Returned with a comment"), "message", "amber"),
    "released": Look(_("Released"), "flag", "pine"),
    "withdrawn": Look(_("Withdrawn"), "close", "clay"),
    # evidence
    "retracted": Look(_("Retracted"), "alert", "clay"),
    "corrected": Look(_("Corrected"), "edit", "amber"),
    "concern": Look(_("Under question"), "question", "amber"),
    "review-due": Look(_("Review due"), "clock", "amber"),
}


def look(state: object) -> Look:
    """How to show a state; a state nobody described is shown neutrally, in its own words."""
    key = str(getattr(state, "value", state) or "")
    found = LOOKS.get(key) or LOOKS.get(key.replace("_", "-"))
    return found or Look(str(getattr(state, "label", key)).replace("_", " ").capitalize(), "info", "slate")
