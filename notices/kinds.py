"""The kinds of notices: how each is called, and whether its letter may be switched off."""

from typing import NamedTuple


class Kind(NamedTuple):
    """`required` letters always go out, because something a person holds or owes depends on them."""

    key: str
    label: str
    description: str
    required: bool
    for_trainers: bool = False


_ALL = (
    Kind("certificate", "Certificates", "A certificate was issued to you.", True),
    Kind("expired", "Expiry", "A certificate of yours has expired.", True),
    Kind("update", "Updates you owe", "What we teach has changed, and your certificate needs an update.", True),
    Kind("ruling", "Decisions about your certificate", "A certificate was suspended, reinstated or revoked.", True),
    Kind("reminder", "Renewal reminders", "A certificate of yours can be renewed, or expires soon.", False),
    Kind("release", "Changes without anything to do", "A newer release of something you learned is out.", False),
    Kind("enrolment", "Enrolments", "Somebody enrolled you in a curriculum.", False),
    Kind("review", "Review tasks", "Evidence changed, and a page or question of yours cites it.", False, True),
    Kind("approval", "Approvals", "A release waits for your approval, or was decided.", False, True),
)
KINDS: dict[str, Kind] = {kind.key: kind for kind in _ALL}
OPTIONAL: tuple[Kind, ...] = tuple(kind for kind in _ALL if not kind.required)


def kind(key: str) -> Kind:
    """The kind of this name; KeyError when nobody described it here."""
    return KINDS[key]
