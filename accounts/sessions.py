"""Where a person is logged in: noting that a session is used, ending it, and ending one that nobody uses."""

from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest

from accounts import roles
from accounts.models import User

LAST_USED = "last_used"  # in the session: seconds since 1970
_NOTED_EVERY = timedelta(minutes=5)


def begin(request: HttpRequest, *, at: datetime) -> None:
    """A login begins the time of use."""
    request.session[LAST_USED] = at.timestamp()


def note_use(request: HttpRequest, *, at: datetime) -> None:
    """Note that somebody is at work in the session; written at most every five minutes."""
    if request.path_info.startswith(settings.NOT_A_USE_OF_A_SESSION):
        return
    if _unused_for(request, at) < _NOTED_EVERY and LAST_USED in request.session:
        return
    request.session[LAST_USED] = at.timestamp()
    UserSession.objects.create_from_request(request)


def was_left(request: HttpRequest, *, at: datetime) -> bool:
    """Whether nobody used the session for longer than the person's role allows."""
    unused = _unused_for(request, at)
    if _is_over(settings.SESSION_IDLE_MINUTES, unused):
        return True
    if not _is_over(settings.SESSION_IDLE_MINUTES_STAFF, unused):
        return False
    return request.user.is_authenticated and roles.sees_others(request.user)


def _is_over(minutes: int, unused: timedelta) -> bool:
    return bool(minutes) and unused > timedelta(minutes=minutes)


def _unused_for(request: HttpRequest, at: datetime) -> timedelta:
    return timedelta(seconds=max(0.0, at.timestamp() - request.session.get(LAST_USED, at.timestamp())))


def of(user: User) -> list[UserSession]:
    """The sessions in which a person is logged in, last used first; those that ended meanwhile are forgotten."""
    return sorted(UserSession.objects.purge_and_list(user), key=lambda session: session.last_seen_at, reverse=True)


def end(user: User, key: int) -> bool:
    """End one of the person's sessions; False when it is not theirs, or over."""
    found = UserSession.objects.filter(user=user, pk=key).first()
    if found is None:
        return False
    found.end()
    return True


def end_others(user: User, *, but: str | None) -> int:
    """End all of the person's sessions except the one with this session key; returns how many."""
    others = list(UserSession.objects.filter(user=user).exclude(session_key=but))
    for session in others:
        session.end()
    return len(others)
