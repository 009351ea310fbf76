"""`make bench`: every flow on PostgreSQL behind gunicorn, and a bare Django view beside it in the same run.

`python -m bench scale [--people N]` measures what a large site asks of lists and of the work of the night (`scale`).
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from bench import counting, flows, inside, places, scale, world
from bench.counting import Queries
from bench.flows import Flow
from bench.inside import Bulk, Pdf
from bench.load import Timing, measure
from bench.report import Line, as_json, table

_ROUNDS, _SECONDS, _TURNS = 25, 1.0, 2
_LOG_IN_MS, _PDF_MS, _BULK_SECONDS, _BULK_QUERIES = 60, 45, 0.6, 20


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m bench")
    asked.add_argument("what", nargs="?", choices=["flows", "scale"], default="flows")
    asked.add_argument("--people", type=int, default=250_000, help="how many people the large site has")
    options = asked.parse_args()
    if options.what == "scale":
        scale.main(options.people, _environment)
    else:
        _flows()


def _flows() -> None:
    folder = places.ROOT / "var" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        ours = stack.enter_context(places.database(f"cairn_bench_{os.getpid()}"))
        bare = stack.enter_context(places.database(f"cairn_bench_bare_{os.getpid()}"))
        environment = _environment(folder, ours)
        os.environ.update(environment)
        lines = _run(stack, bare, environment)
    print(table(lines))
    out = places.ROOT / "out"
    out.mkdir(exist_ok=True)
    (out / "bench.json").write_text(json.dumps(as_json(lines), indent=2, ensure_ascii=False))
    print("\nms: one client, median. per s: eight clients. of bare: throughput beside the bare view of the same run.")
    print(
        "of kept: the same, when the bare site keeps its database connections as this one does; aims are set against it."
    )
    print("Written to out/bench.json.")


def _environment(folder: Path, database: str) -> dict[str, str]:
    """Production settings; no worker, so that background work is only queued."""
    return {
        "DJANGO_SETTINGS_MODULE": "lms.settings",
        "DEBUG": "false",
        "SECRET_KEY": "bench",
        "ALLOWED_HOSTS": "127.0.0.1",
        "SITE_URL": "http://127.0.0.1:8000",
        "DATABASE_URL": database,
        "CACHE_URL": os.environ.get("BENCH_CACHE_URL", "rediscache://127.0.0.1:6379/14"),
        "CELERY_BROKER_URL": os.environ.get("BENCH_BROKER_URL", "redis://127.0.0.1:6379/15"),
        "VAR_DIR": str(folder),
        "BUILT_DIR": str(places.ROOT / "var" / "built"),
        "EMAIL_URL": "memorymail://",
        "NO_RATE_LIMITS": "true",
        "REQUIRE_MFA_FOR_STAFF": "false",
        "LOG_LEVEL": "ERROR",
    }


def _run(stack: ExitStack, bare: str, environment: dict[str, str]) -> list[Line]:
    import django

    django.setup()
    from django.core.management import call_command

    counting.forget()
    call_command("build_fonts", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    made = world.make()
    bare_environment = {"BARE_DATABASE_URL": bare, "DJANGO_SETTINGS_MODULE": "bench.bare.settings"}
    kept_environment = {**bare_environment, "BARE_DATABASE_URL": f"{bare}?conn_max_age=60"}
    session = subprocess.run(
        [sys.executable, "-m", "bench.bare.prepare"],
        cwd=places.ROOT,
        env={**os.environ, **bare_environment},
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()[-1]
    port, bare_port, kept_port = places.free_port(), places.free_port(), places.free_port()
    stack.enter_context(places.gunicorn("lms.wsgi", port, environment, "/healthz"))
    stack.enter_context(places.gunicorn("bench.bare.wsgi", bare_port, bare_environment, "/public/"))
    stack.enter_context(places.gunicorn("bench.bare.wsgi", kept_port, kept_environment, "/public/"))
    below, kept = flows.floors(session, bare_port), flows.floors(session, kept_port)
    lines = []
    for flow in flows.flows(made, port):
        queries = counting.of_attempt(made) if flow.floor == "six requests" else counting.of(flow.asks())
        lines.append(_line(flow, queries, *_in_turns(flow.once, below[flow.floor], kept[flow.floor])))
    return [*lines, _pdf(inside.pdf()), _bulk(inside.bulk())]


def _in_turns(*flows: Callable[[], None]) -> list[Timing]:
    """All in turns, so that a slow minute of the machine slows each; the better turn of each counts."""
    turns = [[measure(once, rounds=_ROUNDS, seconds=_SECONDS) for once in flows] for _ in range(_TURNS)]
    return [_best(timings) for timings in zip(*turns, strict=True)]


def _best(timings: Sequence[Timing]) -> Timing:
    return Timing(min(one.ms for one in timings), max(one.per_second for one in timings))


def _line(flow: Flow, queries: Queries, timing: Timing, bare: Timing, kept: Timing) -> Line:
    over = flow.floor == "log in" and timing.ms > _LOG_IN_MS
    return Line(
        flow=flow.name,
        ms=timing.ms,
        per_second=timing.per_second,
        reads=queries.reads,
        writes=queries.writes,
        budget=flow.queries,
        ratio=timing.per_second / bare.per_second,
        share=flow.share,
        kept=timing.per_second / kept.per_second,
        note=f"over {_LOG_IN_MS} ms" if over else "",
    )


def _pdf(pdf: Pdf) -> Line:
    size = f"{pdf.size / 1000:.0f} kB, {'tagged' if pdf.tagged else 'not tagged'}"
    slow = pdf.ms > _PDF_MS or not pdf.tagged
    return Line(
        flow=f"certificate PDF, CPU ({size})",
        ms=pdf.ms,
        note=f"over {_PDF_MS} ms" if slow else "",
    )


def _bulk(bulk: Bulk) -> Line:
    return Line(
        flow=f"{bulk.rows} completions of {bulk.people} people at once",
        ms=bulk.seconds * 1000,
        reads=bulk.queries.reads,
        writes=bulk.queries.writes,
        budget=_BULK_QUERIES,
        note=f"over {_BULK_SECONDS} s" if bulk.seconds > _BULK_SECONDS else "",
    )


if __name__ == "__main__":
    main()
