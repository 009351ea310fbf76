"""What `manage.py check` says about a deployment before people find out."""

import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from lms.retrying import CLAIM

_IN_PROCESS = ("LocMemCache", "DummyCache")


@register(Tags.files)
def files_are_apart(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Certificates and what everybody may see never lie in one bucket: one wrong policy would publish both."""
    public, private = settings.S3_BUCKET, settings.S3_PRIVATE_BUCKET
    if public and private == public:
        return [Error("S3_PRIVATE_BUCKET is the bucket of public files, S3_BUCKET.", id="lms.E001")]
    if public and not private:
        return [Error("S3_BUCKET is set and S3_PRIVATE_BUCKET is not.", id="lms.E002", hint="Make a second bucket.")]
    if private and not public:
        return [Error("S3_PRIVATE_BUCKET is set and S3_BUCKET is not.", id="lms.E003")]
    return []


@register(Tags.files)
def private_files_are_private(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Nobody else on the machine reads certificates."""
    folder = settings.STORAGES["private"].get("OPTIONS", {}).get("location")
    if settings.S3_PRIVATE_BUCKET or not folder or not Path(folder).is_dir():
        return []
    if Path(folder).stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return [Warning(f"Other users of this machine can enter {folder}.", id="lms.W001", hint=f"chmod 700 {folder}")]
    return []


@register(Tags.caches)
def one_cache_for_all(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """With several processes, a cache inside each counts tries and ends sessions in one of them only."""
    if settings.WEB_CONCURRENCY > 1 and settings.CACHES["default"]["BACKEND"].endswith(_IN_PROCESS):
        return [
            Error(
                f"{settings.WEB_CONCURRENCY} processes serve the site, and each has a cache of its own.",
                id="lms.E004",
                hint="Set CACHE_URL, for example to rediscache://127.0.0.1:6379/1.",
            )
        ]
    return []


@register(Tags.caches, deploy=True)
def keys_have_a_prefix(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Two sites that share a cache never read each other's pages."""
    if not settings.CACHES["default"].get("KEY_PREFIX"):
        return [Error("The cache's keys have no prefix.", id="lms.E005", hint="Set CACHE_KEY_PREFIX.")]
    return []


@register()
def mail_gives_up_in_time(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Sending ends long before another process takes the letter for abandoned, and sends it again."""
    longest = CLAIM.total_seconds() / 10
    if not settings.EMAIL_TIMEOUT or longest < settings.EMAIL_TIMEOUT:
        return [Error(f"EMAIL_TIMEOUT is not between 1 and {longest:.0f} seconds.", id="lms.E006")]
    return []
