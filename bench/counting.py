"""How many queries a request takes, counted in process against the same database."""

from collections import Counter
from dataclasses import dataclass

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.load import Ask
from bench.world import World

_WRITES = ("INSERT", "UPDATE", "DELETE")


@dataclass(frozen=True)
class Queries:
    """The busiest request of a flow."""

    reads: int
    writes: int

    @property
    def total(self) -> int:
        return self.reads + self.writes


def split(seen: CaptureQueriesContext) -> Queries:
    """What was captured, by reading and writing."""
    verbs = Counter(query["sql"].lstrip().split(None, 1)[0].upper() for query in seen.captured_queries)
    return Queries(verbs["SELECT"] + verbs["WITH"], sum(verbs[verb] for verb in _WRITES))


def _counted(client: Client, ask: Ask) -> tuple[Queries, str]:
    for name, value in ask.cookies.items():
        client.cookies[name] = value
    headers = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in ask.headers.items()}
    with CaptureQueriesContext(connection) as seen:
        answer = (
            client.get(ask.path, **headers) if ask.form is None else client.post(ask.path, dict(ask.form), **headers)
        )
    return split(seen), answer.headers.get("Location", "")


def of(asks: list[Ask]) -> Queries:
    """The busiest of these requests, once what can be cached is."""
    found = []
    for ask in asks:
        client = Client(HTTP_HOST="127.0.0.1")
        _counted(client, ask) if ask.form is None else None
        found.append(_counted(client, ask)[0])
    return max(found, key=lambda queries: queries.total)


def of_attempt(world: World) -> Queries:
    """The busiest request of a whole attempt."""
    learner = world.learners[-1]
    client = Client(HTTP_HOST="127.0.0.1")
    found = []

    def go(path: str, form=None, headers=None) -> str:
        queries, place = _counted(client, Ask(path, learner.cookies, form, headers or {}))
        found.append(queries)
        return place

    place = go(f"/learn/{learner.enrolment_id}/{world.quiz}/start/", {})
    go(place)
    go(f"{place}save/", {"flag": ""}, {"Accept": "application/json"})
    go(f"{place}save/", {"go": "2"})
    go(go(f"{place}submit/", {}))
    return max(found, key=lambda queries: queries.total)


def forget() -> None:
    """Start with nothing cached."""
    cache.clear()
