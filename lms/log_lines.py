"""The log as one JSON object a line, with the id of the request and without anything about a person.

Addresses of pages are told as patterns, because their places hold codes and links that work once; queries and addresses of
mail are left out; of an exception, its kind and the lines of code it went through, not its words.
"""

import json
import logging
import re
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

from lms import request_ids

_MAIL = re.compile(r"[^\s<>@'\"(){}\[\],;:]+@[^\s<>@'\"(){}\[\],;:]+")
_QUERY = re.compile(r"\?[^\s'\")]+")
_FRAMES = 15
_ABOUT_THE_LINE = ("method", "route", "status", "ms")
requests = logging.getLogger("lms.requests")


def without_persons(text: str) -> str:
    """The text without addresses of mail and queries of addresses."""
    return _QUERY.sub("?…", _MAIL.sub("[address]", text))


def route_of(request: HttpRequest) -> str:
    """The pattern that an address fits, without what stands in its places."""
    match = getattr(request, "resolver_match", None)
    return f"/{match.route}" if match is not None else "(none of ours)"


class JsonLines(logging.Formatter):
    """One record, one line."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "says": says(record),
        }
        if request_id := getattr(record, "request_id", "") or request_ids.current():
            line["request"] = request_id
        line |= {name: getattr(record, name) for name in _ABOUT_THE_LINE if hasattr(record, name)}
        if record.exc_info and record.exc_info[0]:
            line |= {"error": record.exc_info[0].__name__, "where": frames(record.exc_info[1])}
        return json.dumps(line, ensure_ascii=False)


def says(record: logging.LogRecord) -> str:
    """The words of a record; what Django says of a request names its path, for which its pattern stands here."""
    request = getattr(record, "request", None)
    if isinstance(request, HttpRequest):
        reason = record.args[0] if isinstance(record.args, tuple) and record.args else record.name
        return f"{without_persons(str(reason))}: {route_of(request)}"
    if record.name == "celery.app.trace" and isinstance(record.args, dict):
        # what a task was given, gave back or failed with may be about a person
        return f"Task {record.args.get('name')} {record.args.get('description') or 'done'}"
    try:
        return without_persons(record.getMessage())
    except (TypeError, ValueError):  # a line that does not fit its values is still a line
        return without_persons(str(record.msg))


def frames(error: BaseException | None) -> list[str]:
    """The lines of code that an exception went through, newest last."""
    found = traceback.extract_tb(error.__traceback__) if error else []
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in found[-_FRAMES:]]


class RequestLinesMiddleware:
    """A line for every request: how, which page, what came of it, how long it took. Not who, and not from where."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        told = {
            "method": request.method,
            "route": route_of(request),
            "status": response.status_code,
            "ms": round(1000 * (time.perf_counter() - began), 1),
        }
        requests.info("answered", extra=told)
        return response
