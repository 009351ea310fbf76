"""`python -m bench.weighing NAME`: one piece of work against DATABASE_URL in a process of its own, as JSON: how long it took,
how many queries, and how much more memory the process had than before.
"""

import json
import resource
import sys
import time
from collections.abc import Callable

_MB = 1024  # ru_maxrss is in kB


def _release():
    """A release of the first curriculum that asks something of everybody who rests on it; made once, not carried out."""
    from django.utils import timezone

    from courses.authoring.models import CurriculumPage
    from courses.releases.models import Release
    from tests import factories

    curriculum = CurriculumPage.objects.get(slug="bench-0")
    if Release.objects.filter(curriculum=curriculum).count() == 1:
        factories.edit_lesson(factories.lessons_of(curriculum)[0], "New words.")
        factories.make_release(curriculum, at=timezone.now())
    return Release.objects.filter(curriculum=curriculum).latest("pk")


def prepare() -> int:
    """Approve the release; nobody carries it out."""
    return _release().pk


def head_counts() -> int:
    """How many people each cell of the verdict touches."""
    from django.utils import timezone

    from certificates.updates import reach

    release = _release()
    return sum(cell.people for cell in reach.cells(release.curriculum, release.verdict, day=timezone.localdate()))


def roll_out() -> int:
    from django.utils import timezone

    from certificates.updates import rollout

    return rollout.carry_out(_release(), at=timezone.now())


def outcomes() -> dict[str, int]:
    """What the roll-out left: one outcome a person, one obligation a certificate, one notice an obligation."""
    from certificates.updates.models import Obligation, Outcome
    from notices.models import Notice

    release = _release()
    asked = Obligation.objects.filter(release=release)
    return {
        "outcomes": Outcome.objects.filter(release=release).count(),
        "people": Outcome.objects.filter(release=release).values("user").distinct().count(),
        "asked": asked.count(),
        "told": Notice.objects.filter(dedupe_key__startswith="update:").count(),
    }


def ask_missing() -> int:
    from django.utils import timezone

    from certificates.updates import asking

    return asking.sweep(at=timezone.now())


def remind() -> int:
    from django.utils import timezone

    from certificates.updates import reminders

    return reminders.send(at=timezone.now())


def award_missing() -> None:
    from certificates.ledger import tasks

    tasks.award_missing()


def check_records() -> int:
    """Every record check; the bench's people hold what the rules would have given them, so damage is a defect of either."""
    from lms import records

    found = 0
    for name in records.names():
        started = time.perf_counter()
        damages = list(records.damages(name))
        found += len(damages)
        seconds = time.perf_counter() - started
        if damages or seconds > 1:
            example = f": {damages[0].record}, {damages[0].what}" if damages else ""
            print(f"    {seconds:6.1f} s  {len(damages):6}  {name}{example}", file=sys.stderr)
    return found


def rebuild_standing() -> int:
    from certificates.updates import standing

    return standing.rebuild()


def csv_of_all() -> dict[str, float]:
    """The national coordinator's export, read as a browser would: when the first piece comes, and how much there is."""
    from django.test import Client

    from accounts.models import User

    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(User.objects.get(email="nation@bench.example"))
    client.get("/desk/roster/?name=nobody")  # what a server that runs has loaded already
    started = time.perf_counter()
    pieces = iter(client.get("/desk/export.csv").streaming_content)
    next(pieces)
    next(pieces)
    first = time.perf_counter() - started
    lines = sum(piece.count(b"\n") for piece in pieces)
    return {"first": first, "lines": lines}


WORK: dict[str, Callable[[], object]] = {
    work.__name__: work
    for work in (
        prepare,
        head_counts,
        roll_out,
        outcomes,
        ask_missing,
        remind,
        award_missing,
        check_records,
        rebuild_standing,
        csv_of_all,
    )
}


def main(name: str) -> None:
    import django

    django.setup()
    from django.db import connection

    from accounts.models import User

    people = User.objects.count()
    queries = 0

    def count(execute, sql, params, many, context):
        nonlocal queries
        queries += 1
        return execute(sql, params, many, context)

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    with connection.execute_wrapper(count):
        answer = WORK[name]()
    print(
        json.dumps(
            {
                "answer": answer,
                "seconds": time.perf_counter() - started,
                "queries": queries,
                "people": people,
                "mb": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / _MB,
            }
        )
    )


if __name__ == "__main__":
    main(sys.argv[1])
