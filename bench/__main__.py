"""`make bench`: every flow on PostgreSQL behind gunicorn, and a bare Django view beside it in the same run."""

import json
import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from bench import places
from bench.load import Timing, measure
from bench.report import Line, as_json, table

_ROUNDS, _SECONDS, _TURNS = 25, 1.2, 2
_LOG_IN_MS, _PDF_MS, _BULK_SECONDS = 60, 60, 0.6


def main() -> None:
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

    from bench import counting, flows, inside, world

    counting.forget()
    call_command("build_fonts", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    made = world.make()
    bare_environment = {"BARE_DATABASE_URL": bare, "DJANGO_SETTINGS_MODULE": "bench.bare.settings"}
    session = subprocess.run(
        [sys.executable, "-m", "bench.bare.prepare"],
        cwd=places.ROOT,
        env={**os.environ, **bare_environment},
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()[-1]
    port, bare_port = places.free_port(), places.free_port()
    stack.enter_context(places.gunicorn("lms.wsgi", port, environment, "/healthz"))
    stack.enter_context(places.gunicorn("bench.bare.wsgi", bare_port, bare_environment, "/public/"))
    below = flows.floors(session, bare_port)
    lines = []
    for flow in flows.flows(made, port):
        queries = counting.of_attempt(made) if flow.floor == "six pages" else counting.of(flow.asks())
        timing, floor = _side_by_side(flow.once, below[flow.floor])
        over = flow.floor == "log in" and timing.ms > _LOG_IN_MS
        lines.append(
            Line(
                flow.name,
                timing.ms,
                timing.per_second,
                queries.reads,
                queries.writes,
                flow.queries,
                timing.per_second / floor.per_second,
                flow.share,
                f"over {_LOG_IN_MS} ms" if over else "",
            )
        )
    return [*lines, *_inside(inside)]


def _side_by_side(once, floor) -> tuple[Timing, Timing]:
    """Both in turns, so that a slow minute of the machine slows both; the better turn of each counts."""
    pairs = [
        (measure(once, rounds=_ROUNDS, seconds=_SECONDS), measure(floor, rounds=_ROUNDS, seconds=_SECONDS))
        for _ in range(_TURNS)
    ]
    ours, bare = zip(*pairs, strict=True)
    return _best(ours), _best(bare)


def _best(timings: tuple[Timing, ...]) -> Timing:
    return Timing(min(one.ms for one in timings), max(one.per_second for one in timings))


def _inside(inside) -> list[Line]:
    pdf, bulk = inside.pdf(), inside.bulk()
    size = f"{pdf.size / 1000:.0f} kB, {'tagged' if pdf.tagged else 'not tagged'}"
    slow_pdf = pdf.ms > _PDF_MS or not pdf.tagged
    slow_bulk = bulk.seconds > _BULK_SECONDS
    return [
        Line(
            f"certificate PDF, CPU ({size})",
            pdf.ms,
            None,
            0,
            0,
            None,
            None,
            None,
            f"over {_PDF_MS} ms" if slow_pdf else "",
        ),
        Line(
            f"{bulk.rows} completions of {bulk.people} people at once",
            bulk.seconds * 1000,
            None,
            bulk.queries,
            0,
            20,
            None,
            None,
            f"over {_BULK_SECONDS} s" if slow_bulk else "",
        ),
    ]


if __name__ == "__main__":
    main()
