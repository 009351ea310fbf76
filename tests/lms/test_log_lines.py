"""The log, letters about errors, and Sentry: one id for all of a request, and never anything about a person."""

import json
import logging
import re
import sys

import pytest
from celery import shared_task
from django.core import mail
from django.test import RequestFactory

from lms import log_lines, reporting, request_ids
from lms.celery import app

pytestmark = pytest.mark.filterwarnings("ignore")
PERSONAL = ("zephyrine", "Zéphyrine", "secret", "7K3Q")


class Kept(logging.Handler):
    def __init__(self):
        super().__init__()
        self.setFormatter(log_lines.JsonLines())
        self.lines = []

    def emit(self, record):
        self.lines.append(json.loads(self.format(record)))


@pytest.fixture
def lines():
    """What is written at INFO and above, as it is written."""
    kept, root = Kept(), logging.getLogger()
    level = root.level
    root.addHandler(kept)
    root.setLevel(logging.INFO)
    yield kept.lines
    root.removeHandler(kept)
    root.setLevel(level)


def test_a_request_has_one_line_without_its_query_and_what_stands_in_its_places(client, lines):
    answer = client.get("/mailbox/secret/?email=zephyrine@example.org&name=Zéphyrine")
    (line,) = [line for line in lines if line["logger"] == "lms.requests"]
    assert line["route"] == "/mailbox/<str:name>/"
    assert (line["method"], line["status"], line["request"]) == ("GET", 404, answer["X-Request-ID"])
    assert not [word for word in PERSONAL if word in json.dumps(lines, ensure_ascii=False)]


@pytest.mark.parametrize(
    ("given", "is_kept"),
    [
        ("0123456789abcdef", True),
        ("short", False),
        ("x" * 65, False),
        ("a line\nand another", False),
        ("<b>12345678", False),
    ],
)
def test_an_id_that_looks_like_one_is_kept_and_another_made_anew(client, given, is_kept):
    answer = client.get("/healthz", headers={"X-Request-ID": given})
    assert (answer["X-Request-ID"] == given) is is_kept
    assert is_kept or re.fullmatch(r"[0-9a-f-]{36}", answer["X-Request-ID"])
    assert request_ids.current() == ""


def test_a_task_carries_the_id_on():
    headers = {}
    token = request_ids._current.set("of-the-request")
    request_ids.before_task_publish.send(sender="any", headers=headers)
    request_ids._current.reset(token)
    assert headers == {"request_id": "of-the-request"}

    @shared_task
    def seen():
        return request_ids.current()

    task = app.tasks[seen.name]
    task.push_request(request_id="of-the-request", is_eager=False)
    request_ids.task_prerun.send(sender=task, task=task, task_id="1")
    assert request_ids.current() == "of-the-request"
    request_ids.task_postrun.send(sender=task, task=task, task_id="1")
    task.pop_request()
    assert request_ids.current() == ""


def broken_record(words="No letter for %s", argument="zephyrine@example.org"):
    try:
        raise ValueError("Zéphyrine wrote a secret")
    except ValueError:
        return logging.LogRecord("a.room", logging.ERROR, __file__, 1, words, (argument,), sys.exc_info())


def test_of_an_exception_the_kind_and_the_lines_are_told_not_its_words():
    line = json.loads(log_lines.JsonLines().format(broken_record()))
    assert (line["says"], line["error"]) == ("No letter for [address]", "ValueError")
    assert "broken_record" in line["where"][-1]
    assert not [word for word in PERSONAL if word in json.dumps(line, ensure_ascii=False)]


def test_what_django_says_of_a_request_names_no_path():
    record = logging.LogRecord("django.request", 40, "", 1, "%s: %s", ("Server Error", "/verify/7K3Q/"), None)
    record.request = RequestFactory().get("/verify/7K3Q/")
    assert json.loads(log_lines.JsonLines().format(record))["says"] == "Server Error: (none of ours)"


def test_of_a_task_its_name_is_told_not_what_it_was_given():
    told = {"name": "a.task", "description": "raised unexpected", "exc": "KeyError('Zéphyrine')", "args": "['secret']"}
    record = logging.LogRecord("celery.app.trace", 40, "", 1, "Task %(name)s %(description)s: %(exc)s", (told,), None)
    assert json.loads(log_lines.JsonLines().format(record))["says"] == "Task a.task raised unexpected"


def test_a_line_that_does_not_fit_its_values_is_written_all_the_same():
    assert json.loads(log_lines.JsonLines().format(broken_record(words="%d letters")))["says"] == "%d letters"


@pytest.fixture
def posted(monkeypatch):
    """Letters about errors are sent at once, where the test sees them."""

    class Now:
        def __init__(self, target, args, daemon):
            self.start = lambda: target(*args)

    monkeypatch.setattr(reporting.threading, "Thread", Now)
    return reporting.ErrorMail()


def test_administrators_get_a_letter_about_an_error_once_in_a_while(settings, posted):
    posted.emit(broken_record())
    assert not mail.outbox  # nobody is named in ADMINS
    settings.ADMINS = [("", "noor@example.org")]
    for _ in range(3):
        posted.emit(broken_record())
    (letter,) = mail.outbox
    assert letter.to == ["noor@example.org"]
    assert "ValueError" in letter.body
    assert not [word for word in PERSONAL if word in letter.subject + letter.body]


def test_many_different_errors_do_not_fill_a_mailbox(settings, posted):
    settings.ADMINS = [("", "noor@example.org")]
    for number in range(50):
        record = broken_record()
        record.lineno = number
        posted.emit(record)
    assert len(mail.outbox) == reporting._LOUDEST


def test_sentry_is_told_the_kind_and_the_lines_only():
    event = {
        "user": {"email": "zephyrine@example.org"},
        "request": {"method": "GET", "url": "/verify/7K3Q/", "query_string": "secret"},
        "exception": {"values": [{"type": "ValueError", "value": "secret", "stacktrace": {"frames": []}}]},
        "logentry": {"message": "No letter for zephyrine@example.org", "params": ["Zéphyrine"]},
        "extra": {"name": "Zéphyrine"},
        "breadcrumbs": {"values": ["secret"]},
    }
    told = json.dumps(reporting.scrubbed(event, {}), ensure_ascii=False)
    assert "ValueError" in told
    assert not [word for word in PERSONAL if word in told]


def test_sentry_is_started_scrubbed(monkeypatch):
    import sentry_sdk

    told = {}
    monkeypatch.setattr(sentry_sdk, "init", lambda **options: told.update(options))
    reporting.start_sentry("https://key@sentry.example/1", "1.0")
    assert told["before_send"] is reporting.scrubbed
    assert (told["send_default_pii"], told["include_local_variables"], told["max_request_body_size"]) == (
        False,
        False,
        "never",
    )
