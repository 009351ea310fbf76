"""Numbers about the running of the site, for Prometheus: asked of the database, so the same whichever process answers."""

from datetime import datetime

from django.conf import settings
from prometheus_client import CollectorRegistry, Gauge, generate_latest

from operations import checking, heartbeats, letters, queue, storages
from operations.models import Backup


def text(*, at: datetime) -> bytes:
    """Everything there is to count, in Prometheus's own words. Nothing in it is about a person."""
    registry = CollectorRegistry()

    def gauge(name: str, words: str, values: dict[str, float | None], label: str = "") -> None:
        made = Gauge(f"cairn_{name}", words, [label] if label else [], registry=registry)
        for key, value in values.items():
            if value is not None:
                (made.labels(key) if label else made).set(value)

    seen = {part: (at - moment).total_seconds() for part, moment in heartbeats.last_seen().items()}
    gauge("seen_seconds_ago", "Since a part was last at work.", {**seen}, "part")
    gauge("queue_tasks", "Tasks that wait.", {"": queue.length()})
    post = letters.look(at)
    waiting = {
        "due": post.due,
        "later": post.later,
        "given_up": post.given_up,
        "account_given_up": post.account_given_up,
    }
    gauge("letters", "Letters that have not arrived, by how it stands with them.", {**waiting}, "state")
    gauge("letters_held", "1 while letters wait for somebody to let them go.", {"": post.is_held})
    backup, check = Backup.objects.order_by("-made_at", "-pk").first(), checking.last()
    gauge(
        "backup_timestamp_seconds",
        "When the last backup was made.",
        {"": backup.made_at.timestamp() if backup else None},
    )
    gauge(
        "record_check_timestamp_seconds",
        "When the records were last checked.",
        {"": check.ended_at.timestamp() if check else None},
    )
    gauge("records_damaged", "Damaged records at the last check.", {"": check.damages if check else None})
    gauge("storage_free_bytes", "Room for files.", {place.name: place.free for place in storages.look()}, "storage")
    gauge("release_info", "The release that runs.", {settings.RELEASE: 1}, "release")
    return generate_latest(registry)
