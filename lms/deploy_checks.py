"""What `manage.py check --deploy` says of settings that are wrong with one another. Each says what happens, and what to set."""

from collections.abc import Iterator, Sequence
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connection
from django.http.request import validate_host

_NOBODY_READS = ("console", "filebased", "locmem", "dummy")
_OF_EXAMPLES = ("example.org", "example.com", "example.net", "example", "localhost", "invalid", "test")
_TOKEN = 24  # letters; fewer can be guessed


@register(Tags.security, deploy=True)
def the_address_is_ours(app_configs: Sequence[Any] | None, **kwargs: Any) -> Iterator[CheckMessage]:
    """Letters and certificates carry SITE_URL: it must lead here, and without anybody reading along."""
    address = urlsplit(settings.SITE_URL)
    if address.scheme != "https":
        hint = "Put HTTPS in front of the site, and https:// into SITE_URL."
        yield Warning("SITE_URL is not https: passwords can be read on the way.", id="lms.W002", hint=hint)
    elif not settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        hint = "Set it to the number of proxies in front, 1 for nginx on this machine."
        yield Warning(
            "TRUSTED_PROXY_COUNT is 0: limits take everybody behind the proxy for one.", id="lms.W005", hint=hint
        )
    if not validate_host(address.hostname or "", settings.ALLOWED_HOSTS):
        hint = f"Add {address.hostname} to ALLOWED_HOSTS."
        yield Error("SITE_URL is not in ALLOWED_HOSTS: every link in a letter is refused.", id="lms.E007", hint=hint)


@register(deploy=True)
def letters_arrive(app_configs: Sequence[Any] | None, **kwargs: Any) -> Iterator[CheckMessage]:
    """Letters come from an address of the organisation, and go to people."""
    _name, at, host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].lower().rpartition("@")
    if not at or host.endswith(_OF_EXAMPLES):
        yield Error(
            "DEFAULT_FROM_EMAIL is an example: letters are refused or answers lost.",
            id="lms.E008",
            hint="Set it to an address of yours that somebody reads.",
        )
    if any(f".{kind}." in settings.EMAIL_BACKEND for kind in _NOBODY_READS):
        yield Error("Letters stay on this machine.", id="lms.E009", hint="Set EMAIL_URL, or EMAIL_BACKEND and ANYMAIL.")
    if settings.EMAIL_BACKEND.startswith("anymail") and not settings.ANYMAIL:
        yield Error("EMAIL_BACKEND is a provider's, and ANYMAIL has no key for it.", id="lms.E012")
    if not settings.ADMINS and not settings.SENTRY_DSN:
        yield Warning("Nobody is told of errors.", id="lms.W007", hint="Set ADMINS to addresses, or SENTRY_DSN.")


@register(deploy=True)
def several_processes_share(app_configs: Sequence[Any] | None, **kwargs: Any) -> Iterator[CheckMessage]:
    """What is made for one process on one machine is not asked to serve many."""
    if settings.WEB_CONCURRENCY < 2:
        return
    if settings.CELERY_BROKER_URL.startswith("filesystem:"):
        yield Warning(
            "Several processes serve the site, and tasks go through a folder.",
            id="lms.W003",
            hint="Set CELERY_BROKER_URL.",
        )
    if connection.vendor == "sqlite":
        yield Warning(
            "Several processes serve the site, and SQLite lets one write at a time.",
            id="lms.W004",
            hint="Set DATABASE_URL.",
        )


@register(Tags.security)
def what_is_kept_back_is_not_published(app_configs: Sequence[Any] | None, **kwargs: Any) -> Iterator[CheckMessage]:
    """Backups lie apart from what they save, and nothing that is asked for lies among static files."""
    kept = {name: Path(place).resolve() for name, place in _folders().items()}
    backups, static = kept.pop("BACKUP_FOLDER"), kept.pop("STATIC_ROOT")
    for name, place in {**kept, "STATIC_ROOT": static}.items():
        if backups.is_relative_to(place):
            yield Error(
                f"BACKUP_FOLDER lies in {name}: a backup would hold those before it, or be published.", id="lms.E011"
            )
    for name, place in kept.items():
        if place.is_relative_to(static):
            yield Error(f"{name} lies in STATIC_ROOT, which everybody may read.", id="lms.E013")


def _folders() -> dict[str, str]:
    found = {
        "BACKUP_FOLDER": settings.BACKUP_FOLDER,
        "STATIC_ROOT": settings.STATIC_ROOT,
        "MEDIA_ROOT": settings.MEDIA_ROOT,
    }
    for name in ("private", "frozen"):
        if location := settings.STORAGES[name].get("OPTIONS", {}).get("location"):
            found[f"{name.upper()}_ROOT"] = str(location)
    return found


@register(Tags.caches)
def the_cache_empties_itself_only(app_configs: Sequence[Any] | None, **kwargs: Any) -> Iterator[CheckMessage]:
    """Emptying the cache empties its whole Redis database."""
    cache, broker = settings.CACHES["default"].get("LOCATION", ""), settings.CELERY_BROKER_URL
    if isinstance(cache, str) and broker.startswith("redis") and _database(cache) == _database(broker):
        yield Error(
            "CACHE_URL and CELERY_BROKER_URL are the same database of Redis: emptying the cache loses tasks.",
            id="lms.E014",
            hint="Give them different numbers, such as /1 and /0.",
        )


def _database(url: str) -> tuple[str | None, int, str]:
    parts = urlsplit(url)
    return parts.hostname, parts.port or 6379, parts.path.strip("/") or "0"


@register(Tags.security)
def secrets_are_long(app_configs: Sequence[Any] | None, **kwargs: Any) -> Iterator[CheckMessage]:
    """Whoever guesses the token reads how the site is."""
    if 0 < len(settings.METRICS_TOKEN) < _TOKEN:
        yield Error(f"METRICS_TOKEN is shorter than {_TOKEN} letters.", id="lms.E010", hint="openssl rand -hex 24")


@register(Tags.security, deploy=True)
def those_who_see_more_are_not_left_longer(app_configs: Sequence[Any] | None, **kwargs: Any) -> Iterator[CheckMessage]:
    """A session that shows other people's records ends no later than one that does not."""
    everybody, staff = settings.SESSION_IDLE_MINUTES, settings.SESSION_IDLE_MINUTES_STAFF
    if everybody and not 0 < staff <= everybody:
        yield Warning("SESSION_IDLE_MINUTES_STAFF is longer than SESSION_IDLE_MINUTES.", id="lms.W008")
