"""Whether a name that somebody has before them is the one a certificate was issued to."""

from enum import Enum

from lms.folding import fold


class Likeness(Enum):
    """How two names compare."""

    SAME = "same"
    SPELLED = "spelled"  # but for accents, capitals, hyphens or the order of its parts
    OTHER = "other"


def compare(typed: str, issued: str) -> Likeness:
    """The typed name beside the issued one. Only the spelling is forgiven: no part may be missing, added or shortened."""
    if " ".join(typed.split()) == " ".join(issued.split()):
        return Likeness.SAME
    return Likeness.SPELLED if _parts(typed) == _parts(issued) else Likeness.OTHER


def _parts(name: str) -> list[str]:
    return sorted(fold(name.replace("-", " ").replace(",", " ").replace(".", " ")).split())
