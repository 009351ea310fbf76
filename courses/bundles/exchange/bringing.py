"""Questions of a file into the bank, as drafts: looked at first, then all that can come, or nothing.

A question that comes again is known by its key: its own, where one of our exports wrote it, and otherwise one made of what it
says. So the same file imported twice brings nothing the second time, also when topics or the order of the file differ.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.core.validators import slug_re
from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from courses.authoring.models import Question, QuestionClaim
from courses.bundles import places, stream
from courses.bundles.collecting import question_shape
from courses.bundles.exchange import registry
from courses.bundles.exchange.base import MOST_BYTES, FileRefused, Source
from courses.bundles.exchange.items import MOST_ITEMS, Found, Lost
from courses.bundles.stream import Known
from courses.contents.noting import Notes
from courses.contents.questions import registry as types
from evidence.models import Claim
from lms.refusals import Refusal

NEW, CHANGED, HERE, LOST = "new", "changed", "here", "lost"
STATES = (LOST, CHANGED, NEW, HERE)
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_KEY = 80
_AT_ONCE = 500


@dataclass(frozen=True)
class Line:
    """What would become of one item: taken in, taken in with changes, here already, or lost."""

    state: str
    where: str
    title: str
    key: str = ""
    topic: str = ""
    said: tuple[str, ...] = ()  # what changes, or why it is lost
    found: Found | None = None


@dataclass(frozen=True)
class Plan:
    """A file beside what the bank holds. `mark` stays the same as long as neither changes."""

    format: str
    file: str
    notes: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many items there are of each state; together they are what the file holds."""
        found = Counter(line.state for line in self.lines)
        return {state: found[state] for state in STATES}

    @property
    def coming(self) -> list[Line]:
        """The items that would be taken in."""
        return [line for line in self.lines if line.state in (NEW, CHANGED)]

    @property
    def mark(self) -> str:
        facts = [(line.state, line.where, line.key, line.topic, line.said) for line in self.lines]
        return sha256(json.dumps([self.format, facts]).encode()).hexdigest()

    def in_state(self, state: str) -> list[Line]:
        return [line for line in self.lines if line.state == state]


def plan(source: Source, *, topic: str = "", format: str = "") -> Plan:
    """The items of a file beside what the bank holds, without writing anything.

    All questions get `topic`; without one, each gets that of its category in the file, and otherwise the file's name. Raises
    FileRefused when the file as a whole cannot be read.
    """
    size = source.stream.seek(0, 2)
    if size > MOST_BYTES:
        raise FileRefused(_("The file is larger than %(limit)s MB. Divide it.") % {"limit": MOST_BYTES // 1024**2})
    kind = registry.named(format) if format else registry.format_of(source)
    entries = []
    for entry in kind.read(source):
        entries.append(entry)
        if len(entries) > MOST_ITEMS:
            raise FileRefused(_("The file holds more than %(most)s questions. Divide it.") % {"most": MOST_ITEMS})
    if not entries:
        raise FileRefused(_("There are no questions in this file."))
    otherwise = slugify(source.name.rsplit(".", 1)[0])[:_LONGEST_KEY] or "imported"
    lines = _Lines(entries, topic, otherwise).made()
    return Plan(kind.name, source.name, tuple(source.notes), tuple(lines))


@transaction.atomic
def bring_in(made: Plan, *, by: User | None = None) -> int:
    """Make drafts of everything that would be taken in; returns how many. Raises Refusal when the bank has changed since."""
    maker = stream.Maker(claim=_none, image=_none, document=_none, home_path="")
    claims = {claim.key: claim for claim in Claim.objects.filter(key__in=_claims(made.coming))}
    try:
        with transaction.atomic():
            for line in made.coming:
                _write(line, maker, claims, by)
    except IntegrityError:
        raise changed_since()
    return len(made.coming)


def changed_since() -> Refusal:
    """Why nothing was imported when the bank is not as it was shown."""
    return Refusal(_("The bank was changed since you looked, so nothing was imported. Look again, then import."))


def is_topic(text: str) -> bool:
    """Whether a text may be a topic of the bank."""
    return len(text) <= _LONGEST_KEY and bool(slug_re.match(text))


def _none(key: str) -> None:
    return None


def _claims(lines: Sequence[Line]) -> set[str]:
    return {key for line in lines if line.found for key in line.found.claims}


def _write(line: Line, maker: stream.Maker, claims: dict[str, Claim], by: User | None) -> None:
    found = line.found
    assert found is not None
    question = Question(key=line.key, topic=line.topic, stem=found.stem, critical=found.critical, live=False)
    question.corrective = places.lesson_at(found.corrective) if found.corrective else None
    question.body = [(found.made.kind, maker.value(types.named(found.made.kind).block, found.made.value))]
    cited = [claims[key] for key in found.claims if key in claims]
    question.cites.set([QuestionClaim(claim=claim, sort_order=place) for place, claim in enumerate(cited)])
    question.save()
    question.save_revision(
        user=by, clean=False
    )  # a rationale may still be missing: it is asked for when it is published


class _Lines:
    """The items of a file, each beside what the bank holds."""

    def __init__(self, entries: Sequence[Found | Lost], topic: str, otherwise: str) -> None:
        self.entries = entries
        self.topic = topic
        self.otherwise = otherwise
        found = [entry for entry in entries if isinstance(entry, Found)]
        self.here = _questions({key_of(entry) for entry in found})
        self.claims = set(
            Claim.objects.filter(key__in={key for one in found for key in one.claims}).values_list("key", flat=True)
        )
        self.places: dict[str, str] = {}  # by key, where it stands in the file
        self.lessons = {place: places.lesson_at(place) for place in {one.corrective for one in found if one.corrective}}

    def made(self) -> Iterator[Line]:
        for entry in self.entries:
            if isinstance(entry, Lost):
                yield Line(LOST, str(entry.where), entry.title, said=(entry.reason,))
            else:
                yield self._line(entry)

    def _line(self, entry: Found) -> Line:
        key, where = key_of(entry), str(entry.where)
        if key in self.places:
            said = _("The same question stands in this file already: %(where)s.") % {"where": self.places[key]}
            return Line(LOST, where, entry.title, key, said=(said,))
        self.places[key] = where
        if key in self.here:
            return self._beside(entry, key, where)
        remarks = (*entry.remarks, *self._missing(entry))
        return Line(CHANGED if remarks else NEW, where, entry.title, key, self._topic(entry), remarks, entry)

    def _beside(self, entry: Found, key: str, where: str) -> Line:
        """A question whose key the bank has: it is here, or something else is, which stays."""
        if entry.key == key and not _says(self.here[key], entry):
            said = _(
                "The bank has a question with the key “%(key)s” that says something else; it stays as it is. Change it there."
            )
            return Line(LOST, where, entry.title, key, said=(said % {"key": key},))
        return Line(HERE, where, entry.title, key, self.here[key].topic)

    def _topic(self, entry: Found) -> str:
        """The topic it gets: the one asked for, its own, that of its category, or the file's name."""
        return self.topic or entry.topic or slugify(entry.category.replace("/", " "))[:_LONGEST_KEY] or self.otherwise

    def _missing(self, entry: Found) -> Iterator[str]:
        for key in entry.claims:
            if key not in self.claims:
                yield _("This site has no claim “%(key)s”, so the question does not rest on it.") % {"key": key}
        if entry.corrective and self.lessons[entry.corrective] is None:
            yield _("This site has no lesson “%(place)s” to read again.") % {"place": entry.corrective}


def key_of(found: Found) -> str:
    """The key a question has in the bank: the one our export wrote, or one that follows from what it says."""
    if found.key and len(found.key) <= _LONGEST_KEY and _KEY.fullmatch(found.key):
        return found.key
    facts = [found.made.kind, found.stem, found.made.value]
    digest = sha256(json.dumps(facts, sort_keys=True, default=str).encode()).hexdigest()[:12]
    words = slugify(found.stem)[:40].strip("-").replace("_", "-")
    words = re.sub(r"-+", "-", words).strip("-")
    return f"{words}-{digest}" if words else f"q-{digest}"


def _questions(keys: set[str]) -> dict[str, Question]:
    found: dict[str, Question] = {}
    ordered = sorted(keys)
    for start in range(0, len(ordered), _AT_ONCE):
        rows = Question.objects.filter(key__in=ordered[start : start + _AT_ONCE])
        found.update(
            {
                row.key: row
                for row in rows.select_related("corrective", "latest_revision").prefetch_related("cites__claim")
            }
        )
    return found


def _says(question: Question, entry: Found) -> bool:
    """Whether a question of the bank says what an item says, published or in its draft."""
    wanted: tuple[str, str, Any] = (entry.made.kind, entry.stem, _full(entry.made.kind, entry.made.value))
    versions = [question]
    if question.latest_revision is not None:
        versions.append(question.latest_revision.as_object())
    for version in versions:
        if version.body:
            shape = question_shape(version, Known(""))
            if (shape.kind, shape.stem, _full(shape.kind, shape.value)) == wanted:
                return True
    return False


def _full(kind: str, value: Any) -> Any:
    """A value as its type freezes it: fields that are left out and fields that are empty are the same."""
    return types.named(kind).freeze(value, Notes(""))
