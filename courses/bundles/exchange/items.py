"""What a file of another system holds, item by item: a question for the bank, or a loss that says its reason. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _
from wagtail import blocks

from courses.bundles.blocks import leaves
from courses.contents.questions import registry as types

MOST_ITEMS = 20_000  # in one file
_LONGEST_TEXT = 20_000  # characters of one text: nobody reads more in a question


@dataclass(frozen=True)
class Where:
    """Where an item stands: the line it begins in, or the file and the name it has there."""

    line: int = 0
    item: str = ""

    def __str__(self) -> str:
        if self.line and self.item:
            return _("line %(line)s, %(item)s") % {"line": self.line, "item": self.item}
        return _("line %(line)s") % {"line": self.line} if self.line else self.item


@dataclass(frozen=True)
class Made:
    """A question as one of our types holds it, with what changed on the way, as whole sentences."""

    kind: str
    value: Mapping[str, Any]
    remarks: tuple[str, ...] = ()

    def saying(self, *remarks: str) -> "Made":
        """The same with more to say."""
        return replace(self, remarks=(*self.remarks, *remarks))


@dataclass(frozen=True)
class Found:
    """One question that can be taken in."""

    where: Where
    stem: str
    made: Made
    category: str = ""  # as a path: "Unit 1/Basics"
    key: str = ""  # only where one of our own exports names it
    topic: str = ""  # the same
    claims: tuple[str, ...] = ()
    critical: bool = False
    corrective: str = ""
    is_unwritten: bool = False  # an author still has to write a rationale before it can be published

    @property
    def title(self) -> str:
        """How people know it."""
        return self.stem

    @property
    def remarks(self) -> tuple[str, ...]:
        """What changes when it is taken in."""
        return self.made.remarks


@dataclass(frozen=True)
class Lost:
    """One item that cannot be taken in: why, and what to do."""

    where: Where
    title: str
    reason: str


Entry = Found | Lost


class NotOurs(Exception):
    """What keeps an item from becoming one of our questions, as a sentence that says what to do."""


@dataclass
class Item:
    """One item while it is read: where it stands, what it is called, its text, and what changed so far."""

    where: Where
    name: str = ""
    stem: str = ""
    category: str = ""
    key: str = ""
    remarks: list[str] = field(default_factory=list)

    def found(self, made: Made) -> Found:
        """The finished question. Raises NotOurs when its type would refuse it."""
        if not self.stem:
            raise NotOurs(_("It has no text. Write what is asked."))
        refuse_misfits(self.stem, made)
        whole = Made(made.kind, made.value, tuple(dict.fromkeys((*self.remarks, *made.remarks))))
        return Found(
            self.where, self.stem, whole, self.category, key=self.key, is_unwritten=is_unwritten(made.kind, made.value)
        )

    def lost(self, reason: object) -> Lost:
        """The item as one that cannot be taken in."""
        return Lost(self.where, self.stem or self.name, str(reason))


def refuse_misfits(stem: str, made: Made) -> None:
    """Raise NotOurs when a type cannot hold this: too many parts, too long a text, or what the type itself says."""
    type_ = types.named(made.kind)
    for message in _against(type_.block, made.value):
        raise NotOurs(message)
    if len(stem) > _LONGEST_TEXT:
        raise NotOurs(_("Its text is too long. Write it in at most %(count)s characters.") % {"count": _LONGEST_TEXT})
    for problem in type_.problems(made.value):
        if problem.blocking and not _waits(problem.message):
            raise NotOurs(problem.message)


def _waits(message: str) -> bool:
    """Whether all it says is that a reason is still to be written: a draft may wait for that."""
    return message == str(_("Write why each of the two answers is, or is not, right."))


def _against(block: blocks.StructBlock, value: Mapping[str, Any]) -> Iterable[str]:
    for name, child in block.child_blocks.items():
        if isinstance(child, blocks.ListBlock):
            count, most = len(value.get(name) or []), child.meta.max_num
            if most and count > most:
                words = {"name": child.label, "count": count, "most": most}
                yield (
                    _("“%(name)s” has %(count)s entries; here it takes %(most)s at most. Divide the question.") % words
                )
    for leaf, text in leaves(block, value):
        longest = getattr(getattr(leaf, "field", None), "max_length", None) or _LONGEST_TEXT
        if isinstance(text, str) and len(text) > longest:
            yield _("One of its texts is too long. Write it in at most %(count)s characters.") % {"count": longest}


def is_unwritten(kind: str, value: Mapping[str, Any]) -> bool:
    """Whether an author still has to write something before the question can be published."""
    return any(
        isinstance(leaf, blocks.TextBlock) and leaf.required and not str(text or "").strip()
        for leaf, text in leaves(types.named(kind).block, value)
    )
