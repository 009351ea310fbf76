"""Where log lines go, and in which shape: read by settings."""

from typing import Any


def logging(*, lines: str, level: str) -> dict[str, Any]:
    """What `settings.LOGGING` holds. `lines` is json, for machines, or line, for people at a terminal."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
            "json": {"()": "lms.log_lines.JsonLines"},
        },
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": lines},
            "letters": {"class": "lms.reporting.ErrorMail"},
        },
        "root": {"handlers": ["console", "letters"], "level": level},
        "loggers": {
            # Django's own handlers write letters with whole requests in them
            "django": {"handlers": [], "propagate": True},
            # each request has its line; what Django says of one below an error adds nothing
            "django.request": {"level": "ERROR"},
            "fontTools": {"level": "WARNING"},
            "weasyprint": {"level": "ERROR"},
            "wagtail": {"level": "WARNING"},
            "django_tasks": {"level": "WARNING"},
        },
    }
