"""Frozen files over HTTP: whole or in part, kept by browsers for ever, and never taken for anything but what they are."""

import re
from collections.abc import Iterator
from typing import IO

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from courses.contents.files import CHUNK
from courses.contents.models import FrozenFile
from lms.policies import allow_only

# What browsers may show in their own window. Everything else is saved.
_SHOWN = {"image/avif", "image/gif", "image/jpeg", "image/png", "image/webp", "application/pdf", "text/vtt"}
_PLAYED = ("audio/", "video/")
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


@allow_only({"default-src": NONE, "style-src": UNSAFE_INLINE, "object-src": SELF})
def response(request: HttpRequest, file: FrozenFile, name: str) -> HttpResponseBase:
    """The file, or the part of it that was asked for."""
    etag = f'"{file.sha256}"'
    # Django's types know responses with content only.
    found = get_conditional_response(request, etag=etag) or _sent(request, file, etag)
    shown = file.media_type in _SHOWN or file.media_type.startswith(_PLAYED)
    found["ETag"] = etag
    found["Cache-Control"] = "private, max-age=31536000, immutable"
    found["X-Content-Type-Options"] = "nosniff"
    if found.status_code in (200, 206):
        found["Content-Type"] = f"{file.media_type}; charset=utf-8" if _is_text(file) else file.media_type
        found["Accept-Ranges"] = "bytes"
        found["Content-Disposition"] = content_disposition_header(not shown, name) or "inline"
    return found


def _is_text(file: FrozenFile) -> bool:
    return file.media_type.startswith("text/")


def _sent(request: HttpRequest, file: FrozenFile, etag: str) -> HttpResponseBase:
    part = _part(request, file.size, etag)
    if part is None:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"})
    first, last = part
    length = last - first + 1
    found: HttpResponseBase
    if request.method == "HEAD":
        found = HttpResponse()
    else:
        stream = file.open()
        stream.seek(first)
        found = StreamingHttpResponse(_Pieces(stream, length))
    found["Content-Length"] = str(length)
    if length < file.size:
        found.status_code = 206
        found["Content-Range"] = f"bytes {first}-{last}/{file.size}"
    return found


def _part(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | None:
    """The first and last byte asked for; None when the file has no such part. What is no single range means the whole."""
    whole = (0, size - 1)
    asked = _RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    if asked is None or asked[1] == asked[2] == "" or request.headers.get("If-Range", etag) != etag:
        return whole
    if not asked[1]:
        return (max(size - int(asked[2]), 0), size - 1) if int(asked[2]) else None
    first = int(asked[1])
    last = min(int(asked[2]), size - 1) if asked[2] else size - 1
    if asked[2] and int(asked[2]) < first:
        return whole
    return (first, last) if first < size else None


class _Pieces:
    """The next `left` bytes of an open file, which is closed with the answer: also when nobody read any of it."""

    def __init__(self, stream: IO[bytes], left: int) -> None:
        self.stream, self.left = stream, left

    def __iter__(self) -> Iterator[bytes]:
        while self.left > 0 and (piece := self.stream.read(min(CHUNK, self.left))):
            self.left -= len(piece)
            yield piece

    def close(self) -> None:
        self.stream.close()
