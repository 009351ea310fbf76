"""What the HTML of frozen content is made with, as one short version: the digest of those sources."""

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings

# Templates, the code beside them, the drawings and tags they use, how sources are cited, and the words of every language.
_SOURCES = (
    ("courses/contents", ("*.html", "*.py")),
    ("evidence", ("*.py",)),
    ("lms/templatetags", ("*.py",)),
    ("lms", ("icons.py", "dates.py", "languages.py")),
    ("locale", ("*.po",)),
)


@cache
def version() -> str:
    """Computed once, when it is first asked for; another version makes everything anew."""
    return digest(settings.BASE_DIR)


def digest(root: Path) -> str:
    """The digest of the sources below this folder."""
    found = hashlib.sha256()
    for folder, patterns in _SOURCES:
        for path in sorted({path for pattern in patterns for path in (root / folder).rglob(pattern)}):
            found.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes())
    return found.hexdigest()[:16]
