"""The parts of a running site, each in a sentence: how it is, and what to do when it is not well."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms import dates
from operations import checking, heartbeats, queue, storages
from operations.letters import Letters
from operations.models import Backup, Heartbeat, RecordCheck

LATE = timedelta(minutes=15)  # letters that are due for longer stand still
LONG = 200  # tasks that wait
BACKUP_EVERY = timedelta(days=2)
CHECK_EVERY = timedelta(days=2)


class State(StrEnum):
    WELL = "well"
    LOOK = "look"  # somebody should


@dataclass(frozen=True)
class Part:
    """One part: its name, how it is, and what to do about it; `action` is the form that mends it, if one does."""

    key: str
    icon: str
    name: str
    state: State
    says: str
    todo: str = ""
    action: str = ""


def look(letters: Letters, *, at: datetime) -> list[Part]:
    """Every part, those first that somebody should look at."""
    found = [
        *_background(at),
        _queue(),
        _letters(letters, at),
        *_lost_letters(letters),
        _backup(at),
        _records(at),
        _files(),
    ]
    return sorted(found, key=lambda part: part.state is State.WELL)


def _part(key: str, icon: str, name: str, says: str, todo: str = "", action: str = "") -> Part:
    """A part that asks for something is one to look at."""
    return Part(key, icon, name, State.LOOK if todo else State.WELL, says, todo, action)


def _ago(moment: datetime, at: datetime) -> str:
    return timesince(moment, at)


def _background(at: datetime) -> Iterator[Part]:
    seen = heartbeats.last_seen()
    commands = {
        Heartbeat.Part.WORKER: (
            "play",
            _("Worker"),
            _(
                "Letters, PDFs and releases wait until it runs. It may be busy with something long; "
                "if not, start it: celery -A lms worker"
            ),
        ),
        Heartbeat.Part.CLOCK: (
            "clock",
            _("Clock"),
            _(
                "Nothing happens by itself until it runs: letters that wait, reminders, releases, checks. "
                "Start it, once: celery -A lms beat"
            ),
        ),
    }
    for part, (icon, name, todo) in commands.items():
        moment = seen.get(part)
        if moment is None:
            says = _("It was never seen at work.")
        elif heartbeats.is_at_work(part, moment, at=at):
            says, todo = _("It is at work: seen at %(time)s.") % {"time": dates.time_of_day(moment)}, ""
        else:
            says = _("It has stopped, or is held up: last seen %(ago)s ago.") % {"ago": _ago(moment, at)}
        yield _part(part.value, icon, name, says, todo)


def _queue() -> Part:
    name, length = _("Queue"), queue.length()
    if length is None:
        todo = _(
            "Pages work and nothing is lost: what is due is found again when it is back. "
            "Please start it, or see CELERY_BROKER_URL."
        )
        return _part("queue", "list", name, _("The broker does not answer."), todo)
    says = ngettext("%(count)s task waits.", "%(count)s tasks wait.", length) % {"count": number_format(length)}
    todo = _("That is many. If the number does not fall, the worker has stopped or needs company: start another one.")
    return _part("queue", "list", name, says if length else _("Nothing waits."), todo if length > LONG else "")


def _letters(letters: Letters, at: datetime) -> Part:
    name = _("Letters")
    number = {"count": number_format(letters.due)}
    if letters.is_held:
        says = (
            ngettext("%(count)s letter is due and held.", "%(count)s letters are due and held.", letters.due) % number
        )
        todo = _(
            "More than %(limit)s became due at once. If that is meant, for example after a release, let them go."
        ) % {"limit": number_format(settings.NOTICES_RUN_LIMIT)}
        return _part("letters", "mail", name, says, todo, action="release")
    says = ngettext("%(count)s letter is on its way.", "%(count)s letters are on their way.", letters.due) % number
    if letters.later:
        put_off = ngettext("%(count)s waits for another try.", "%(count)s wait for another try.", letters.later) % {
            "count": number_format(letters.later)
        }
        return _part(
            "letters",
            "mail",
            name,
            f"{says} {put_off}" if letters.due else put_off,
            _(
                "The mail server turned them down or did not answer; they are tried again for about "
                "three days. If it is mended, try now."
            ),
            action="retry",
        )
    todo = _(
        "The oldest is due for %(ago)s, so nothing is sent. See the worker, the clock and the mail server (EMAIL_URL)."
    )
    late = letters.since is not None and at - letters.since > LATE
    return _part(
        "letters",
        "mail",
        name,
        says if letters.due else _("Every letter has left."),
        todo % {"ago": _ago(letters.since, at)} if late and letters.since else "",
    )


def _lost_letters(letters: Letters) -> Iterator[Part]:
    if letters.given_up:
        says = ngettext(
            "%(count)s letter did not arrive at any try of the last month.",
            "%(count)s letters did not arrive at any try of the last month.",
            letters.given_up,
        ) % {"count": number_format(letters.given_up)}
        todo = _("Below is why. The people see the notice in the site; if the reason is mended, try again.")
        yield _part("lost", "mail", _("Letters given up"), says, todo, action="retry")
    if letters.account_given_up:
        says = ngettext(
            "%(count)s letter about an account (confirming an address, a new password) never left.",
            "%(count)s letters about accounts (confirming an address, a new password) never left.",
            letters.account_given_up,
        ) % {"count": number_format(letters.account_given_up)}
        todo = _("Their links are too old now. Once mail works, people get a new one by asking again.")
        yield _part("account_lost", "key", _("Letters about accounts"), says, todo)


def _code(text: str) -> SafeString:
    return format_html("<code>{}</code>", text)


def _backup(at: datetime) -> Part:
    name, last = _("Backup"), Backup.objects.order_by("-made_at", "-pk").first()
    words = _("Run {command}, and let a timer do it every night ({folder} has one).")
    todo = format_html(words, command=_code("manage.py backup"), folder=_code("deploy/"))
    if last is None:
        return _part("backup", "archive", name, _("No backup was made yet."), todo)
    says = _("The last one was made on %(moment)s: %(file)s, %(size)s.") % {
        "moment": dates.full_with_time(last.made_at),
        "file": last.name,
        "size": filesizeformat(last.size),
    }
    return _part("backup", "archive", name, says, todo if at - last.made_at > BACKUP_EVERY else "")


def _records(at: datetime) -> Part:
    name, last = _("Records"), checking.last()
    again = format_html(
        _("They are checked every night by the worker, or now with {command}."),
        command=_code("manage.py check_records"),
    )
    if last is None:
        return _part("records", "shield", name, _("They were not checked yet."), again)
    moment = {"moment": dates.full_with_time(last.ended_at)}
    if last.damages:
        return _part(
            "records",
            "shield",
            name,
            _damaged(last) % {"count": number_format(last.damages), **moment},
            _("What was found is below, each with a safe repair."),
        )
    says = _("Every record was whole on %(moment)s.") % moment
    return _part("records", "shield", name, says, again if at - last.ended_at > CHECK_EVERY else "")


def _damaged(last: RecordCheck) -> str:
    return ngettext(
        "%(count)s record was damaged on %(moment)s.", "%(count)s records were damaged on %(moment)s.", last.damages
    )


def _files() -> Part:
    name, places = _("Files"), storages.look()
    if shut := [place.name for place in places if not place.takes_files]:
        return _part(
            "files",
            "file",
            name,
            _("Nothing can be kept in: %(places)s.") % {"places": ", ".join(shut)},
            _(
                "Certificates and uploads fail. See whether the folder belongs to the site's user, or the bucket answers."
            ),
        )
    free = [place.free for place in places if place.free is not None]
    if not free:
        return _part("files", "file", name, _("The buckets answer."))
    says = _("The folders can be written to; %(size)s are free.") % {"size": filesizeformat(min(free))}
    todo = _("That is little. Make room before uploads, certificates and backups fail.")
    return _part("files", "file", name, says, todo if min(free) < storages.TIGHT else "")
