"""The numbers of releases: major.minor.patch. Pure."""

from courses.releases.models import ChangeClass

Version = tuple[int, int, int]


def next_number(previous: Version | None, change_class: str) -> Version:
    """Editorial changes raise the patch number, clarifying ones the minor, substantive and safety ones the major."""
    if previous is None:
        return 1, 0, 0
    major, minor, patch = previous
    if change_class == ChangeClass.EDITORIAL:
        return major, minor, patch + 1
    if change_class == ChangeClass.CLARIFYING:
        return major, minor + 1, 0
    return major + 1, 0, 0


def named(code: str, version: Version) -> str:
    """REBT 2.1.0"""
    return f"{code} {'.'.join(map(str, version))}"
