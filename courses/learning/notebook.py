"""What a person keeps in lessons for themself: what they wrote, and what they chose when they checked themself.

A page says what it knew of an entry when its person changed it. What it left as it was is left alone. When another page has
kept something newer in between, the kind of the block says what becomes of both; words are never lost.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from secrets import token_urlsafe
from typing import Any

from django.db import transaction
from django.utils.html import escape
from django.utils.translation import gettext as _

from accounts.models import User
from courses.contents import own
from courses.contents.blocks import registry
from courses.contents.blocks.base import BlockKind, Notebook
from courses.contents.models import Content
from courses.learning import completion
from courses.learning.models import Enrolment, NotebookEntry
from lms import dates
from lms.compiled import Compiled
from lms.refusals import Refusal

_KEPT = Compiled(
    lambda user, key: (
        NotebookEntry.objects.filter(enrolment__user=user, content__key=key)
        .select_related("enrolment")
        .order_by("saved_at", "pk")
    ),
    user=int,
    key=str,
)


@dataclass(frozen=True)
class Change:
    """What a page sends for one block: the values of its fields, and what the page knew (`known_of`)."""

    raw: Sequence[str]
    known: str


# ----------------------------------------------------------------------------------------------------------- reading
def of_lesson(enrolment: Enrolment, key: str, blocks: Sequence[tuple[str, str]]) -> dict[str, NotebookEntry]:
    """What the person of a training has kept in a lesson, by the name of the block; the newest of each. One query, and none
    for a lesson in which nothing can be kept.

    Whatever release it was kept in: a block that says the same has the same name. What does not last is of this cycle.
    """
    if not blocks:
        return {}
    kinds = {name: _notebook(registry.kind(kind)) for name, kind in blocks}
    rows = [one for one in _KEPT.all(user=enrolment.user_id, key=key) if one.block in kinds]
    return {one.block: one for one in rows if kinds[one.block].lasts or one.enrolment.cycle == enrolment.cycle}


def given(enrolment: Enrolment, blocks: Sequence[tuple[str, str]], kept: Mapping[str, NotebookEntry]) -> own.Given:
    """What the lesson shows of it, and in which order this person always gets the parts of a block."""
    marks: dict[str, str] = {}
    for name, kind in blocks:
        if entry := kept.get(name):
            shown = _notebook(registry.kind(kind)).marks(entry.kept)
            marks |= {f"{name}:{mark}": html for mark, html in shown.items()}
            marks[f"{name}:said"] = escape(_("Kept on %(day)s") % {"day": dates.full_with_time(entry.saved_at)})
    return own.Given(marks, lambda name, count: _order(enrolment.user_id, name, count))


def _order(person: int, block: str, count: int) -> list[int]:
    order = list(range(count))
    Random(f"{person}:{block}").shuffle(order)  # noqa: S311 (for variety, not for secrecy)
    return order


@dataclass(frozen=True)
class Page:
    """A page that is shown once: its name, and what it knows of each block, by name."""

    page: str
    known: tuple[tuple[str, str], ...]


def page_for(blocks: Sequence[tuple[str, str]], kept: Mapping[str, NotebookEntry]) -> Page | None:
    """The page of a lesson that is made now; none for one in which nothing can be kept."""
    known = tuple((name, known_of(kept.get(name))) for name, _kind in blocks)
    return Page(token_urlsafe(12), known) if known else None


def known_of(entry: NotebookEntry | None) -> str:
    """What a page made now knows of an entry: its version, and a mark of what is kept."""
    return f"{entry.version}:{_mark(entry.kept)}" if entry else "0:"


def _mark(kept: Any) -> str:
    return hashlib.sha256(json.dumps(kept).encode()).hexdigest()[:12]


def _notebook(kind: BlockKind) -> Notebook:
    assert kind.notebook is not None  # only such blocks have names
    return kind.notebook


# ----------------------------------------------------------------------------------------------------------- keeping
@transaction.atomic
def keep(
    enrolment: Enrolment, content: Content, changes: Mapping[str, Change], *, page: str, at: datetime
) -> dict[str, NotebookEntry]:
    """Keep what a page sends for some blocks of a lesson; returns what is kept of them now, by name.

    The same again changes nothing. Blocks that the lesson does not have are ignored. Raises Refusal for what cannot be
    kept, and for somebody who has left meanwhile, whose notes are deleted then; nothing is kept.
    """
    named = {name: block for _number, name, block in registry.named_blocks(content.data["body"]) if name in changes}
    cleaned = {
        name: _notebook(registry.kind(block["type"])).clean(block, changes[name].raw) for name, block in named.items()
    }
    if not completion.locked(enrolment).user.is_active:
        raise Refusal(_("This account is not active."))
    kept = of_lesson(enrolment, content.key, [(name, block["type"]) for name, block in named.items()])
    for name, mine in cleaned.items():
        entry = kept.get(name)
        if entry is None:
            if mine:
                kept[name] = NotebookEntry.objects.create(
                    enrolment=enrolment, content=content, block=name, kept=mine, page=page, saved_at=at
                )
        elif _mark(mine) not in (_mark(entry.kept), changes[name].known.partition(":")[2]):
            _change(entry, registry.kind(named[name]["type"]), mine, changes[name].known, page=page, at=at)
    return kept


def _change(entry: NotebookEntry, kind: BlockKind, mine: Any, known: str, *, page: str, at: datetime) -> None:
    is_newest = known == known_of(entry) or bool(page and page == entry.page)
    entry.kept = mine if is_newest else _notebook(kind).merged(entry.kept, mine)
    entry.version += 1
    entry.page, entry.saved_at = page, at
    entry.save(update_fields=["kept", "version", "page", "saved_at"])


def forget(user: User) -> None:
    """Delete everything a person kept, for good."""
    NotebookEntry.objects.filter(enrolment__user=user).delete()
