"""A cache that may be away: then nothing is kept, limits let people through, and every page still comes."""

import logging
from typing import Any, TypeVar

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import RedisError

from lms.away import Pause

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 5
_Answer = TypeVar("_Answer")


class _OneClient(RedisCacheClient):
    """Django's, which makes the library's client anew for each value asked for; making it takes longer than asking."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._made: dict[Any, Any] = {}

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        """The one client of a pool, safe for threads as the pool is."""
        pool = self._get_connection_pool(write)  # type: ignore[attr-defined]  # Django's; its types leave it out
        if pool not in self._made:
            self._made[pool] = super().get_client(key, write=write)
        return self._made[pool]


class ForgivingRedisCache(RedisCache):
    """Redis, and while it does not answer, an empty cache.

    Everything kept in it is kept elsewhere as well or can be made again; only limits of tries lose their count, and let
    people through rather than lock everybody out.
    """

    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        options = {"socket_connect_timeout": 1, "socket_timeout": 1, **params.get("OPTIONS", {})}
        super().__init__(server, {**params, "OPTIONS": options})
        self._class = _OneClient
        self._pause = Pause(PAUSE_SECONDS)

    def _ask(self, operation: str, otherwise: _Answer, *args: Any, **kwargs: Any) -> _Answer:
        if self._pause.lasts():
            return otherwise
        try:
            answer: _Answer = getattr(super(), operation)(*args, **kwargs)
            return answer
        except (RedisError, OSError) as error:
            if self._pause.begin():
                logger.error("The cache does not answer (%s); the site goes on without it.", error)
            return otherwise

    def add(self, key: Any, *args: Any, **kwargs: Any) -> bool:
        return self._ask("add", True, key, *args, **kwargs)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._ask("get", default, key, default, version)

    def set(self, key: Any, *args: Any, **kwargs: Any) -> None:
        self._ask("set", None, key, *args, **kwargs)

    def touch(self, key: Any, *args: Any, **kwargs: Any) -> bool:
        return self._ask("touch", False, key, *args, **kwargs)

    def delete(self, key: Any, *args: Any, **kwargs: Any) -> bool:
        return self._ask("delete", False, key, *args, **kwargs)

    def get_many(self, keys: Any, *args: Any, **kwargs: Any) -> dict[Any, Any]:
        return self._ask("get_many", {}, keys, *args, **kwargs)

    def has_key(self, key: Any, *args: Any, **kwargs: Any) -> bool:
        return self._ask("has_key", False, key, *args, **kwargs)

    def incr(self, key: Any, delta: int = 1, *args: Any, **kwargs: Any) -> int:
        return self._ask("incr", delta, key, delta, *args, **kwargs)

    def set_many(self, data: Any, *args: Any, **kwargs: Any) -> list[Any]:
        return self._ask("set_many", list(data), data, *args, **kwargs)

    def delete_many(self, keys: Any, *args: Any, **kwargs: Any) -> None:
        self._ask("delete_many", None, keys, *args, **kwargs)

    def clear(self) -> bool:  # type: ignore[override]  # as Django's own answers
        return self._ask("clear", False)
