"""A person's own data as one file to take along: for reading, and for other programs. Written while it is read."""

import json
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from itertools import chain
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from accounts.models import User
from home.own_data import SECTIONS, Section, also_named_in
from lms import dates
from lms.languages import page_language

_STYLE = settings.BASE_DIR / "lms" / "static" / "css" / "own_data.css"
_HERE = "\0"  # nobody can type it


class _Pipe:
    """What the archive writes into: it keeps what was written until somebody takes it, and cannot go back."""

    def __init__(self) -> None:
        self._kept = bytearray()

    def write(self, data: bytes) -> int:
        self._kept += data
        return len(data)

    def flush(self) -> None:
        """Nothing to do: `take` takes everything."""

    def take(self) -> bytes:
        taken, self._kept = bytes(self._kept), bytearray()
        return taken


def archive(user: User, *, at: datetime) -> Iterator[bytes]:
    """The bytes of a ZIP archive of two files with the same content: my-data.html and my-data.json."""
    pipe = _Pipe()
    written = timezone.localtime(at).timetuple()[:6]
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archived:  # type: ignore[call-overload]  # a stream is enough
        for name, pieces in (("my-data.html", page(user, at=at)), ("my-data.json", document(user, at=at))):
            entry = zipfile.ZipInfo(name, written)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with archived.open(entry, "w") as member:
                for piece in pieces:
                    member.write(piece.encode())
                    yield pipe.take()
    yield pipe.take()


def document(user: User, *, at: datetime) -> Iterator[str]:
    """The text of one JSON object: a list for each section."""
    yield '{"written_at": ' + _json(at)
    for section in SECTIONS:
        yield f",\n{_json(section.key)}: "
        yield from _list(section.read(user))
    yield ',\n"also_named_in": '
    yield from _list(also_named_in(user))
    yield "}\n"


def _list(rows: Iterator[dict[str, Any]]) -> Iterator[str]:
    yield "["
    for number, row in enumerate(rows):
        yield (",\n  " if number else "\n  ") + _json(row)
    yield "]"


def _json(value: object) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)


def page(user: User, *, at: datetime) -> Iterator[str]:
    """The text of one HTML page that needs nothing from outside."""
    style = format_html("<style>{}</style>", mark_safe(_STYLE.read_text()))  # noqa: S308 (our own stylesheet)
    named = list(also_named_in(user))
    about = {"user": user, "at": at, "language": page_language(), "style": style, "also": named, "here": _HERE}
    before, after = render_to_string("home/own_data/page.html", about).split(_HERE)
    yield before
    for section in SECTIONS:
        yield from _section(section, user)
    yield after


def _section(section: Section, user: User) -> Iterator[str]:
    rows = section.read(user, in_words=True)
    first = next(rows, None)
    yield render_to_string("home/own_data/section.html", {"title": section.title, "is_empty": first is None})
    if first is None:
        return
    for row in chain([first], rows):
        pairs = [(label, _in_words(row[name])) for name, label in section.fields if row[name] not in (None, "", [])]
        yield render_to_string("home/own_data/row.html", {"pairs": pairs})


def _in_words(value: Any) -> str | list[dict[str, Any]]:
    """A value as the page shows it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return dates.full_with_time(timezone.localtime(value))
    if isinstance(value, date):
        return dates.full(value)
    if isinstance(value, list):
        return value
    return str(value)
