"""One name for everything that one request sets off: in the log, in the answer, and in the tasks it asks for."""

import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from celery.signals import before_task_publish, task_postrun, task_prerun
from django.http import HttpRequest, HttpResponse

_SANE = re.compile(r"[A-Za-z0-9-]{8,64}")
_HEADER = "request_id"
_current: ContextVar[str] = ContextVar("request_id", default="")


def current() -> str:
    """The id of the request, or of the task, that is being worked on; empty outside of both."""
    return _current.get()


class RequestIdMiddleware:
    """Takes the id that a proxy gave, if it looks like one, or makes one; the answer carries it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.META.get("HTTP_X_REQUEST_ID", "")  # `headers` keeps what a later middleware takes out
        token = _current.set(given if _SANE.fullmatch(given) else str(uuid.uuid4()))
        try:
            response = self.get_response(request)
            response.headers["X-Request-ID"] = current()
            return response
        finally:
            _current.reset(token)


def _give_on(headers: dict[str, Any] | None = None, **kwargs: Any) -> None:
    if headers is not None and current():
        headers[_HEADER] = current()


def _take_over(task: Any = None, task_id: str = "", **kwargs: Any) -> None:
    # what no request asked for is named after itself
    given = getattr(task.request, _HEADER, None) or task_id if task is not None else task_id
    if not getattr(getattr(task, "request", None), "is_eager", False):
        _current.set(str(given))


def _forget(task: Any = None, **kwargs: Any) -> None:
    if not getattr(getattr(task, "request", None), "is_eager", False):
        _current.set("")


before_task_publish.connect(_give_on)
task_prerun.connect(_take_over)
task_postrun.connect(_forget)
