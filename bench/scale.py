"""`python -m bench scale`: a site of 250,000 people beside one of 1,000, in one run, with what is aimed at beside each figure."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench import places
from bench.load import Ask, send

_ROUNDS = 7
_SMALL = 1000  # people of the site beside it


@dataclass(frozen=True)
class Aim:
    """One figure, the most it may be, and the unit of both."""

    what: str
    figure: float
    most: float | None = None
    unit: str = ""
    beside: str = ""

    @property
    def is_met(self) -> bool:
        return self.most is None or self.figure <= self.most

    def __str__(self) -> str:
        aim = f"≤ {self.most:g} {self.unit}" if self.most is not None else ""
        verdict = ("met" if self.is_met else "MISSED") if self.most is not None else ""
        return f"{self.what:<58}{self.figure:>10.2f} {self.unit:<8}{aim:<14}{verdict:<8}{self.beside}"


def main(people: int, environment: Callable[[Path, str], dict[str, str]]) -> None:
    folder = places.ROOT / "var" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        names = [f"cairn_bench_{part}_{os.getpid()}" for part in ("base", "large", "small")]
        base = stack.enter_context(places.database(names[0]))
        for command in (("migrate",), ("build_fonts",), ("collectstatic", "--no-input")):
            _child(environment(folder, base), "manage.py", *command, "--verbosity", "0")
        sites = []
        for name, number, districts in ((names[1], people, 0), (names[2], min(_SMALL, people), 1)):
            site = environment(folder, stack.enter_context(places.database(name, like=names[0])))
            made = _json(site, "-m", "bench.crowd", str(number), str(districts))
            sites.append((site, made))
            print(
                f"{number:,} people, {made['certificates']:,} certificates: made in {made['seconds']:.0f} s", flush=True
            )
        aims = [*_rosters(stack, sites), *_work(sites[0][0])]
    out = places.ROOT / "out"
    out.mkdir(exist_ok=True)
    (out / "scale.json").write_text(json.dumps([vars(aim) for aim in aims], indent=2, ensure_ascii=False))
    missed = [aim.what for aim in aims if not aim.is_met]
    print(f"\nmissed: {', '.join(missed) or 'none'}. Written to out/scale.json.")


# ----------------------------------------------------------------------------------------------------------- rosters
def _questions() -> dict[str, str]:
    """Everything a coordinator can ask the roster, by the query that asks it."""
    soon = (datetime.now(UTC).date() + timedelta(days=60)).isoformat()
    states = "may_facilitate valid due grace expired suspended revoked outstanding overdue in_training none closed"
    return {
        "everybody": "",
        **{f"status {state}": f"status={state}" for state in states.split()},
        "a certification": "scheme=bench-1",
        "stops before a day": f"expiring_before={soon}",
        "a name": "name=cote+zoe",
        "a name and a status": "name=cote&status=grace",
        "sorted by last permitted day": "sort=day",
        "sorted by region": "sort=region",
        "the second page": "page=2",
    }


def _rosters(stack: ExitStack, sites: Sequence[tuple[dict[str, str], dict[str, Any]]]) -> list[Aim]:
    """A district of the large site beside the whole of the small one, in turns; and the nation."""
    ports = []
    for site, _made in sites:
        ports.append(places.free_port())
        stack.enter_context(places.gunicorn("lms.wsgi", ports[-1], site, "/healthz"))
    (large, small), made = ports, [made for _site, made in sites]
    print("\nroster: a district of 2,500, the site of 1,000, the nation", flush=True)
    aims = []
    for what, query in _questions().items():
        asks = [(large, made[0]["district"]), (small, made[1]["district"]), (large, made[0]["nation"])]
        district, alone, nation = _in_turns([(port, Ask(f"/desk/roster/?{query}", who)) for port, who in asks])
        beside = f"{district:.0f} ms beside {alone:.0f} ms"
        aims.append(_say(Aim(f"district, {what}", district / alone, 2, "×", beside)))
        aims.append(_say(Aim(f"nation, {what}", nation, 1000 if what == "everybody" else None, "ms")))
    return aims


def _in_turns(asks: Sequence[tuple[int, Ask]]) -> list[float]:
    """The best of some rounds each, one after the other in every round: a busy minute of the machine slows them all."""
    best = [float("inf")] * len(asks)
    for turn in range(_ROUNDS):
        for place, (port, ask) in enumerate(asks):
            started = time.perf_counter()
            send(port, ask)
            if turn:  # the first one fills caches
                best[place] = min(best[place], (time.perf_counter() - started) * 1000)
    return best


# -------------------------------------------------------------------------------------------------------------- work
def _work(site: dict[str, str]) -> list[Aim]:
    """Counting, carrying out, the night, the export: each in a process of its own."""
    print("\nwork: how long, how many queries a thousand people, how much more memory", flush=True)
    _weigh(site, "prepare")
    _weigh(site, "head_counts")
    counted = _weigh(site, "head_counts")
    found = [_say(Aim(f"head-counts of a release touching {counted['answer']:,}", counted["seconds"], 1, "s"))]
    found += [_say(aim) for aim in _rolled_out(site, counted["answer"])]
    for name in ("award_missing", "ask_missing", "remind", "rebuild_standing", "check_records"):
        done = _weigh(site, name)
        found.append(_say(Aim(f"night: {name}, memory", done["mb"], 150, "MB", _beside(done, done["people"]))))
    written = _weigh(site, "csv_of_all")
    answer = written["answer"]
    found.append(_say(Aim("CSV of everybody: first people after", answer["first"], 2, "s")))
    beside = f"{answer['lines']:,} lines, {_beside(written, written['people'])}"
    found.append(_say(Aim("CSV of everybody: memory", written["mb"], 150, "MB", beside)))
    return found


def _rolled_out(site: dict[str, str], touched: int) -> list[Aim]:
    """Killed once on the way, then carried out to the end: nobody missed, nobody told twice."""
    killed = subprocess.Popen([sys.executable, "-m", "bench.weighing", "roll_out"], cwd=places.ROOT, env=_with(site))
    before = 0
    for _second in range(120):
        time.sleep(1)
        before = _weigh(site, "outcomes")["answer"]["outcomes"]
        if before or killed.poll() is not None:
            break
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    done = _weigh(site, "roll_out")
    left = _weigh(site, "outcomes")["answer"]
    dealt_with = max(done["answer"], 1)
    return [
        Aim(
            "roll-out: queries a thousand people",
            done["queries"] / dealt_with * 1000,
            1000,
            "",
            _beside(done, dealt_with),
        ),
        Aim("roll-out: memory", done["mb"], 150, "MB", f"killed after {before:,} people, then {dealt_with:,}"),
        Aim("roll-out: people missed", abs(touched - left["outcomes"]), 0),
        Aim("roll-out: people with two outcomes", left["outcomes"] - left["people"], 0),
        Aim("roll-out: told twice", max(left["told"] - left["asked"], 0), 0),
    ]


def _beside(done: dict[str, Any], people: int) -> str:
    return f"{done['seconds']:.1f} s, {done['queries'] / people * 1000:.0f} queries a thousand people"


def _say(aim: Aim) -> Aim:
    print(aim, flush=True)
    return aim


# ---------------------------------------------------------------------------------------------------------- children
def _weigh(site: dict[str, str], name: str) -> dict[str, Any]:
    return _json(site, "-m", "bench.weighing", name)


def _json(site: dict[str, str], *command: str) -> Any:
    return json.loads(_child(site, *command).splitlines()[-1])


def _child(site: dict[str, str], *command: str) -> str:
    done = subprocess.run(
        [sys.executable, *command], cwd=places.ROOT, env=_with(site), check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout


def _with(site: dict[str, str]) -> dict[str, str]:
    return {**os.environ, **site}
