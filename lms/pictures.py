"""Keeping a logo or a signature: looked at, made small enough, and stored once under the hash of its bytes."""

import hashlib
from base64 import b64encode
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from lms.models import Picture
from lms.refusals import Refusal

MOST_BYTES = 5_000_000
_MOST_PIXELS = 40_000_000
_SIZE = (1200, 600)  # sharp at the largest size that is printed


@dataclass(frozen=True)
class Drawn:
    """A picture that has been looked at."""

    content: bytes
    width: int
    height: int

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def read(file: IO[bytes]) -> Drawn:
    """The picture in this file as a PNG, without whatever else the file held.

    Raises Refusal when it is no PNG, JPEG or WebP, or too large.
    """
    raw = file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise Refusal(_("This picture is too large. Please take one of at most 5 MB."))
    try:
        with Image.open(BytesIO(raw), formats=["PNG", "JPEG", "WEBP"]) as found:
            if found.width * found.height > _MOST_PIXELS:
                raise Refusal(_("This picture is too large. Please take one of at most 5 MB."))
            made = found.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Refusal(_("This is not a picture that can be read. Please take a PNG, JPEG or WebP file.")) from error
    made.thumbnail(_SIZE)
    written = BytesIO()
    made.save(written, "PNG", optimize=True)
    return Drawn(written.getvalue(), made.width, made.height)


def keep(drawn: Drawn) -> str:
    """Its SHA-256, under which it is stored from here on."""
    row = Picture(sha256=drawn.sha256, content=drawn.content, width=drawn.width, height=drawn.height)
    Picture.objects.bulk_create([row], ignore_conflicts=True)
    return drawn.sha256


def content(sha256: str) -> bytes:
    """The bytes of a kept picture. Raises Picture.DoesNotExist."""
    return bytes(Picture.objects.values_list("content", flat=True).get(pk=sha256))


def inline(sha256: str) -> str:
    """A kept picture as a data address, for what must not depend on any other file; empty when there is none to show."""
    return data_address(content(sha256)) if sha256 else ""


def data_address(png: bytes) -> str:
    """The bytes of a PNG as an address."""
    return "data:image/png;base64," + b64encode(png).decode()
