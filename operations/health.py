"""Whether the site can do its work: what machines ask, in a few words each."""

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.crypto import get_random_string

from operations import heartbeats, storages
from operations.models import Heartbeat

OK, AWAY = "ok", "no answer"
_migrated: set[str] = set()  # databases that were found whole; code and tables do not part while a process lives


def needed() -> dict[str, str]:
    """The parts without which no request may come here, each "ok" or what is wrong."""
    found = {"database": OK if _database_answers() else AWAY}
    if found["database"] == OK:
        found["migrations"] = OK if _is_migrated() else "not applied"
    found["cache"] = OK if _cache_answers() else AWAY
    found["storage"] = OK if all(place.takes_files for place in storages.look()) else "takes no files"
    return found


def helpful() -> dict[str, str]:
    """The parts without which things wait: requests are answered all the same."""
    try:
        seen, at = heartbeats.last_seen(), timezone.now()
    except DatabaseError:
        return {}
    return {
        part.value: OK if heartbeats.is_at_work(part, seen.get(part), at=at) else "not seen lately"
        for part in Heartbeat.Part
    }


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone() == (1,))
    except DatabaseError:
        return False


def _is_migrated() -> bool:
    name = str(connection.settings_dict["NAME"])
    if name not in _migrated:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        _migrated.add(name)
    return True


def _cache_answers() -> bool:
    token = get_random_string(12)
    try:
        cache.set(f"readyz-{token}", token, 10)
        return bool(cache.get(f"readyz-{token}") == token)
    except Exception:  # whatever the cache's client raises: it does not answer
        return False
