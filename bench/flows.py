"""What is measured: each flow as people walk it, with its budget and the bare view it stands beside."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass

from bench.load import Ask, Supply, send
from bench.world import World

BARE_PASSWORD = "a-long-enough-password"


@dataclass(frozen=True)
class Flow:
    """A flow of requests. `floor` names the bare flow, `share` the part of its throughput that is aimed at."""

    name: str
    once: Callable[[], None]
    asks: Callable[[], list[Ask]]  # the same requests, for counting queries
    floor: str
    share: float
    queries: int  # the most that one request may take


def flows(world: World, port: int) -> list[Flow]:
    """Every flow of the site that is served over HTTP."""
    readers = Supply(itertools.cycle(world.learners))
    finishers = Supply((learner, place) for place in world.lessons for learner in world.learners)
    takers = Supply(itertools.cycle(world.learners))

    def lesson() -> Ask:
        learner = readers()
        return Ask(f"/learn/{learner.enrolment_id}/{world.lessons[0]}/", learner.cookies)

    def finish() -> Ask:
        learner, place = finishers()
        return Ask(f"/learn/{learner.enrolment_id}/{place}/done/", learner.cookies, {}, expect=(302,))

    def after() -> Ask:
        learner = readers()
        return Ask(f"/learn/{learner.enrolment_id}/{world.lessons[1]}/", learner.cookies)

    def dashboard() -> Ask:
        return Ask("/learn/", readers().cookies)

    def single(name: str, ask: Callable[[], Ask], floor: str, share: float, queries: int) -> Flow:
        return Flow(name, lambda: send(port, ask()) and None, lambda: [ask()], floor, share, queries)

    login = {"login": "trainee@example.org", "password": "stack-the-stones"}
    return [
        single("lesson page", lesson, "page", 0.5, 6),
        single("finishing a lesson (POST)", finish, "write", 0.5, 9),
        single("page it leads to", after, "page", 0.5, 6),
        single("My training", dashboard, "page", 0.35, 8),
        Flow("whole attempt (6 requests)", lambda: attempt(takers(), world, port), list, "six requests", 0.5, 10),
        single("verification page", lambda: Ask(f"/verify/{world.code}/"), "public", 0.8, 3),
        single("verification JSON", lambda: Ask(f"/verify/{world.code}.json"), "public", 0.8, 3),
        single("home", lambda: Ask("/"), "public", 0.8, 6),
        single("catalogue", lambda: Ask("/curricula/"), "public", 0.8, 6),
        single("curriculum page", lambda: Ask("/curricula/rebt/"), "public", 0.8, 6),
        single("roster, 1,000 holders", lambda: Ask("/desk/roster/", world.coordinator), "page", 0, 25),
        single("log in (POST)", lambda: Ask("/account/login/", {}, login, expect=(302,)), "log in", 1, 15),
    ]


def attempt(learner, world: World, port: int, *, note: Callable[[Ask], None] = lambda ask: None) -> None:
    """Open, start, autosave, save, hand in, read the result."""

    def go(path: str, form=None, *, expect=(200,), headers=None) -> str:
        ask = Ask(path, learner.cookies, form, headers or {}, expect)
        note(ask)
        return send(port, ask).getheader("Location", "")

    intro = f"/learn/{learner.enrolment_id}/{world.quiz}/"
    place = go(f"{intro}start/", {}, expect=(302,))
    go(place)
    go(f"{place}save/", {"flag": ""}, headers={"Accept": "application/json"})
    go(f"{place}save/", {"go": "2"}, expect=(302,))
    result = go(f"{place}submit/", {}, expect=(302,))
    go(result)


def floors(session: str, port: int) -> dict[str, Callable[[], None]]:
    """The bare flows by name."""
    cookies = {"sessionid": session}

    def page(path: str = "/page/") -> None:
        send(port, Ask(path, cookies))

    return {
        "page": page,
        "write": lambda: page("/write/"),
        # of the six requests of an attempt four write: starting, saving twice, handing in
        "six requests": lambda: [page(path) for path in ("/write/", "/page/", *["/write/"] * 3, "/page/")] and None,
        "public": lambda: send(port, Ask("/public/")) and None,
        "log in": lambda: send(port, Ask(f"/enter/?name=bench&password={BARE_PASSWORD}")) and None,
    }
