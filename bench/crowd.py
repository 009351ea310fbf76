"""A large site on PostgreSQL in minutes: people, trainings and certificates, copied in as the rules would have written them.

One person a scheme goes through the rules (enrol, study, award); everybody else's rows are copies of those with names, days
and codes of their own. No trigger and no constraint is switched off; `check_records` finds nothing wrong with it.
"""

import json
import random
import sys
import time
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.utils import timezone

SCHEMES, IN_A_DISTRICT, PIECE = 5, 2500, 25_000
CYCLE = 700  # days from one completion to the next: inside the window of a scheme of 24 months
LEARNERS, CLOSED = 0.05, 0.01  # of all people: under way without a certificate, with a closed account
REVOKED, SUSPENDED = 0.004, 0.002  # of the holders

_FIRST = "Adèle Amir Anaïs André Beatriz Chloé Dana Élise Farid Grace Hugo Inès José Kai Léa Luc Maren Noor Omar Zoé"
_LAST = (
    "Bélanger Chen Côté Desrosiers Diallo Fraser Gagné Hébert Iqbal Jensen Kaur Lévesque MacLeod Nguyen O’Neil Tremblay"
)


@dataclass(frozen=True)
class Crowd:
    """Who asks, and what the site holds."""

    people: int
    certificates: int
    district: object  # a coordinator of one district
    nation: object  # one of everything
    curriculum: object  # one that a fifth of the holders rest on


def make(people: int, *, districts: int | None = None) -> Crowd:
    """So many people in districts of 2,500 (or in so many), ten to a province, with four certificates each or so."""
    from accounts import roles
    from accounts.models import Region
    from tests import factories

    at = timezone.now()
    number = districts or max(1, round(people / IN_A_DISTRICT))
    nation = Region.add_root(name="Nation", slug="nation")
    regions = [_district(nation, n) for n in range(number)]
    coordinators = []
    for name, region in (("district", regions[0]), ("nation", nation)):
        one = factories.make_user(f"{name}@bench.example", f"{name.title()} Coordinator")
        roles.make_coordinator(one, Region.objects.get(pk=region.pk))
        coordinators.append(one)
    schemes = [_scheme(n, at - timedelta(days=4200)) for n in range(SCHEMES)]
    draw = random.Random(1)
    made = 0
    for start in range(0, people, PIECE):
        size = min(PIECE, people - start)
        made += _Piece(start, size, [region.pk for region in regions], schemes, draw, timezone.localdate(at)).write()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # as the database does by itself, a little later
    return Crowd(people, made, coordinators[0], coordinators[1], schemes[0].curriculum)


def _district(nation, n: int):
    from accounts.models import Region

    province = Region.objects.filter(slug=f"province-{n // 10}").first()
    if province is None:
        province = Region.objects.get(pk=nation.pk).add_child(name=f"Province {n // 10:02}", slug=f"province-{n // 10}")
    return Region.objects.get(pk=province.pk).add_child(name=f"District {n:03}", slug=f"district-{n}")


def main(people: int, districts: int) -> None:
    """`python -m bench.crowd PEOPLE DISTRICTS` fills DATABASE_URL; says as JSON what was made and who asks, as cookies."""
    import django

    django.setup()
    from bench.world import cookies_of

    started = time.perf_counter()
    made = make(people, districts=districts or None)
    seconds = time.perf_counter() - started
    who = {"district": cookies_of(made.district), "nation": cookies_of(made.nation)}
    print(json.dumps({"certificates": made.certificates, "seconds": seconds, **who}))


@dataclass(frozen=True)
class _Scheme:
    """A scheme and the certificate of somebody who went through the rules."""

    curriculum: object
    certificate: object


def _scheme(n: int, at) -> _Scheme:
    from tests import factories

    curriculum = factories.make_curriculum(f"bench-{n}", modules=1, lessons=1, questions=0)
    factories.make_release(curriculum, at=at)
    factories.make_scheme(curriculum, slug=f"bench-{n}", name=f"Facilitator {n}", date_mode="completion")
    person = factories.make_user(f"first-{n}@bench.example", f"First Of {n}")
    return _Scheme(curriculum, factories.certified(person, curriculum, at=at))


class _Piece:
    """Some people with everything of theirs, in one transaction."""

    def __init__(self, start: int, size: int, regions: list[int], schemes: list[_Scheme], draw, today: date) -> None:
        self.start, self.size, self.regions, self.schemes = start, size, regions, schemes
        self.draw, self.today = draw, today

    def write(self) -> int:
        from django.db import transaction

        with transaction.atomic(), connection.cursor() as cursor:
            people = self._people(cursor)
            learners = people[: round(len(people) * LEARNERS)]
            holders = people[len(learners) :]
            made = self._hold(cursor, holders)
            self._learn(cursor, learners)
        return made

    def _people(self, cursor) -> list[int]:
        """Their rows; names repeat as names do."""
        from accounts.models import User, folded

        first, last = _FIRST.split(), _LAST.split()
        rows = []
        for number in range(self.start, self.start + self.size):
            given = self.draw.choice(first)
            name = f"{given} {self.draw.choice(last)} {number % 97}"
            email = f"person{number}@bench.example"
            region = self.regions[number % len(self.regions)]
            rows.append((email, given, name, region, folded(name, given, email), self.draw.random() >= CLOSED))
        cursor.execute(
            "CREATE TEMP TABLE one (email text, given text, name text, region int, folded text, active bool) ON COMMIT DROP"
        )
        _copy(cursor, "one", "email, given, name, region, folded, active", rows)
        cursor.execute(
            f"""INSERT INTO {User._meta.db_table} (password, is_superuser, email, display_name, certificate_name,
                region_id, language, is_active, date_joined, folded)
                SELECT '!', false, email, given, name, region, '', active, now(), folded FROM one RETURNING id"""
        )
        return [pk for (pk,) in cursor.fetchall()]

    def _learn(self, cursor, people: list[int]) -> None:
        rows = [(pk, self.schemes[n % SCHEMES].certificate.pk) for n, pk in enumerate(people)]
        cursor.execute("CREATE TEMP TABLE learns (person int, sample int) ON COMMIT DROP")
        _copy(cursor, "learns", "person, sample", rows)
        cursor.execute(_UNDER_WAY)

    def _hold(self, cursor, people: list[int]) -> int:
        """The certificates of each, the oldest first, by the days of their scheme."""
        cursor.execute(_HELD)
        rows = [row for n, pk in enumerate(people) for row in self._ledger(n, pk)]
        _copy(cursor, "held", "person, sample, number, completed_on, code, ruled, last", rows)
        cursor.execute("ANALYZE held")
        for statement in _COPIES:
            cursor.execute(statement)
        return len(rows)

    def _ledger(self, n: int, person: int) -> list[tuple]:
        from certificates.ledger import codes

        ends = self.draw.random()
        ago = self.draw.randrange(0, 640) if ends < 0.8 else self.draw.randrange(640, 820 if ends < 0.92 else 1500)
        completed = self.today - timedelta(days=ago)
        chains = (
            [(n % SCHEMES, 5 if n % 5 == 0 else 4)]
            if n % 10
            else [(n // 10 % SCHEMES, 2), ((n // 10 + 1) % SCHEMES, 2)]
        )
        rows = []
        for scheme, periods in chains:
            ruled = self.draw.random()
            for number in range(1, periods + 1):
                day = completed - timedelta(days=CYCLE * (periods - number))
                last = number == periods
                decision = "revoke" if ruled < REVOKED else "suspend" if ruled < REVOKED + SUSPENDED else ""
                sample, ruling = self.schemes[scheme].certificate.pk, decision if last else ""
                rows.append((person, sample, number, day, codes.new(), ruling, last))
        return rows


def _copy(cursor, table: str, columns: str, rows: list[tuple]) -> None:
    with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


_HELD = """
CREATE TEMP TABLE held (person int, sample int, number int, completed_on date, code text, ruled text, last bool,
    enrolment bigint DEFAULT nextval(pg_get_serial_sequence('learning_enrolment', 'id')),
    completion bigint DEFAULT nextval(pg_get_serial_sequence('learning_coursecompletion', 'id')),
    period bigint DEFAULT nextval(pg_get_serial_sequence('ledger_period', 'id')),
    certificate bigint DEFAULT nextval(pg_get_serial_sequence('ledger_certificate', 'id'))) ON COMMIT DROP
"""

# the samples' own rows, as somebody who went through the rules left them
_SAMPLE = """
JOIN ledger_certificate c ON c.id = held.sample JOIN ledger_period p ON p.id = c.period_id
JOIN ledger_periodbasis b ON b.period_id = p.id JOIN learning_coursecompletion cc ON cc.id = b.completion_id
JOIN learning_enrolment e ON e.id = cc.enrolment_id
"""
_UNTIL = "(held.completed_on + interval '24 months')::date"

_COPIES = [
    f"""INSERT INTO learning_enrolment (id, user_id, curriculum_id, release_id, kind, cycle, enrolled_at, enrolled_by_id,
        last_seen, completed_at) SELECT held.enrolment, person, e.curriculum_id, e.release_id,
        CASE WHEN held.number = 1 THEN 'first' ELSE 'renewal' END, held.number, held.completed_on, person, '',
        held.completed_on + interval '17 hours' FROM held {_SAMPLE}""",
    f"""INSERT INTO learning_completion (enrolment_id, content_id, completed_at)
        SELECT held.enrolment, w.content_id, held.completed_on + interval '17 hours' FROM held {_SAMPLE}
        JOIN learning_completion w ON w.enrolment_id = e.id""",
    """INSERT INTO learning_coursecompletion (id, enrolment_id, completed_at)
        SELECT completion, enrolment, completed_on + interval '17 hours' FROM held""",
    f"""INSERT INTO ledger_period (id, user_id, certification_id, number, kind, rules, requirements, completed_on, valid_from,
        valid_until, window_opens_on, grace_until, baseline_until, opened_at) SELECT held.period, person, p.certification_id,
        held.number, CASE WHEN held.number = 1 THEN 'first' ELSE 'renewal' END, p.rules, p.requirements, held.completed_on,
        held.completed_on, {_UNTIL}, ({_UNTIL} - interval '3 months')::date, {_UNTIL} + 90, {_UNTIL},
        held.completed_on + interval '17 hours' FROM held {_SAMPLE}""",
    f"""INSERT INTO ledger_periodbasis (period_id, certification_id, completion_id)
        SELECT held.period, p.certification_id, held.completion FROM held {_SAMPLE}""",
    f"""INSERT INTO ledger_certificate (id, period_id, code, holder_name, facts, issued_at)
        SELECT held.certificate, held.period, held.code, u.certificate_name, c.facts || jsonb_build_object(
            'completed_on', held.completed_on, 'valid_from', held.completed_on, 'valid_until', {_UNTIL}),
        held.completed_on + interval '17 hours' FROM held {_SAMPLE} JOIN accounts_user u ON u.id = held.person""",
    """INSERT INTO ledger_ruling (certificate_id, action, reason, note, by_id, at)
        SELECT certificate, ruled, CASE ruled WHEN 'revoke' THEN 'no_longer_valid' ELSE 'concern' END, '',
        (SELECT id FROM accounts_user WHERE email = 'nation@bench.example'), now() FROM held WHERE ruled <> ''""",
    # what `standing.note` writes; `check_records` compares the two
    f"""INSERT INTO updates_standing (user_id, certification_id, certificate_id, valid_until, window_opens_on, grace_until,
        may_facilitate_in_grace, may_facilitate_while_overdue, ruled, ruled_at, facts_version)
        SELECT person, p.certification_id, held.certificate, {_UNTIL}, ({_UNTIL} - interval '3 months')::date, {_UNTIL} + 90,
        true, true, ruled, CASE WHEN ruled <> '' THEN now() END, 1 FROM held {_SAMPLE} WHERE held.last""",
    f"""INSERT INTO updates_standingbasis (standing_id, curriculum_id)
        SELECT s.id, e.curriculum_id FROM held {_SAMPLE}
        JOIN updates_standing s ON s.certificate_id = held.certificate""",
]

_UNDER_WAY = f"""
INSERT INTO learning_enrolment (user_id, curriculum_id, release_id, kind, cycle, enrolled_at, enrolled_by_id, last_seen)
SELECT held.person, e.curriculum_id, e.release_id, 'first', 1, now(), held.person, ''
FROM learns AS held {_SAMPLE}
"""


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
