"""Telling the people who run the site about errors: by mail, and to Sentry where there is one. Never about a person."""

import logging
import threading
from typing import Any

from django.conf import settings
from django.core.mail import mail_admins

from lms import log_lines, request_ids
from lms.away import Pause

PAUSE_SECONDS = 600  # between two letters about the same line of code
_LOUDEST = 20  # places that letters are written about, in one process


class ErrorMail(logging.Handler):
    """A letter to ADMINS about each error: what, where, in which request. The same place is told again after a while only.

    It is sent beside the request, so that no mail server that is away holds up an answer.
    """

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self._pauses: dict[str, Pause] = {}

    def emit(self, record: logging.LogRecord) -> None:
        if not settings.ADMINS or not self._is_news(f"{record.pathname}:{record.lineno}:{_kind(record)}"):
            return
        subject = f"{record.levelname}: {log_lines.says(record)}"[:150].replace("\n", " ")
        threading.Thread(target=_send, args=(subject, _words(record)), daemon=True).start()

    def _is_news(self, place: str) -> bool:
        if place not in self._pauses and len(self._pauses) >= _LOUDEST:
            return False
        return self._pauses.setdefault(place, Pause(PAUSE_SECONDS)).begin()


def _send(subject: str, words: str) -> None:
    mail_admins(subject, words, fail_silently=True)


def _kind(record: logging.LogRecord) -> str:
    return record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""


def _words(record: logging.LogRecord) -> str:
    lines = [log_lines.says(record), "", f"Logged by {record.name} at {record.pathname}:{record.lineno}"]
    lines.append(f"Request: {request_ids.current() or 'none'}")
    if kind := _kind(record):
        lines += ["", kind, *log_lines.frames(record.exc_info[1] if record.exc_info else None)]
    lines += ["", "The log has every line of the request. The same error is told again in ten minutes at the earliest."]
    return "\n".join(lines)


def start_sentry(dsn: str, release: str) -> None:
    """Tell Sentry about errors, scrubbed."""
    import sentry_sdk  # costs memory, so only where it is asked for

    sentry_sdk.init(
        dsn=dsn,
        release=release,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        before_send=scrubbed,
    )


def scrubbed(event: Any, hint: Any) -> Any:
    """An event without words of exceptions, requests and people: which kind of error, in which lines of code."""
    for name in ("user", "breadcrumbs", "extra", "server_name"):
        event.pop(name, None)
    request = event.pop("request", None)
    if request:
        event["request"] = {"method": request.get("method", "")}
    for error in event.get("exception", {}).get("values", []):
        error["value"] = ""
    event.pop("message", None)
    entry = event.get("logentry")
    if entry:
        event["logentry"] = {"message": log_lines.without_persons(str(entry.get("message", "")))}
    event.setdefault("tags", {})["request_id"] = request_ids.current()
    return event
