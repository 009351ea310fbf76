"""How every status is shown: a word, an icon and a tint, in one place, so that two screens never say it differently."""

from typing import NamedTuple


class Look(NamedTuple):
    label: str
    icon: str
    tone: str  # pine, amber, clay or slate


LOOKS: dict[str, Look] = {
    # validity of a certificate
    "valid": Look("Valid", "check-circle", "pine"),
    "due": Look("Due for renewal", "clock", "amber"),
    "grace": Look("In the grace period", "clock", "amber"),
    "expired": Look("Expired", "calendar", "clay"),
    "suspended": Look("Suspended", "pause", "clay"),
    "revoked": Look("Revoked", "close", "clay"),
    "superseded": Look("Superseded", "history", "slate"),
    # currency of a certificate
    "current": Look("Up to date", "check", "pine"),
    "outstanding": Look("Update outstanding", "refresh", "amber"),
    "overdue": Look("Update overdue", "alert", "clay"),
    # work
    "not-started": Look("Not started", "circle", "slate"),
    "under-way": Look("Under way", "half-circle", "slate"),
    "done": Look("Done", "check", "pine"),
    "passed": Look("Passed", "check-circle", "pine"),
    "not-passed": Look("Not passed yet", "refresh", "amber"),
    "waiting": Look("Waiting for review", "clock", "amber"),
    "locked": Look("Not open yet", "lock", "slate"),
    # writing and releasing
    "draft": Look("Draft", "edit", "slate"),
    "proposed": Look("Waiting for approval", "clock", "amber"),
    "approved": Look("Approved", "check-circle", "pine"),
    "returned": Look("Returned with a comment", "message", "amber"),
    "released": Look("Released", "flag", "pine"),
    "withdrawn": Look("Withdrawn", "close", "clay"),
    # evidence
    "retracted": Look("Retracted", "alert", "clay"),
    "corrected": Look("Corrected", "edit", "amber"),
    "concern": Look("Under question", "question", "amber"),
    "review-due": Look("Review due", "clock", "amber"),
}


def look(state: object) -> Look:
    """How to show a state; a state nobody described is shown neutrally, in its own words."""
    key = str(getattr(state, "value", state) or "")
    found = LOOKS.get(key) or LOOKS.get(key.replace("_", "-"))
    return found or Look(str(getattr(state, "label", key)).replace("_", " ").capitalize(), "info", "slate")
