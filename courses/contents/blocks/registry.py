"""Which kinds of block there are, and what they say of a lesson's body."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.blocks import StreamBlock, StreamBlockValidationError

from courses.contents.blocks.base import BlockKind, Data, Form
from courses.contents.finding import kinds_in
from courses.contents.hashing import canonical
from courses.contents.problems import Problem

_KINDS: dict[str, BlockKind] = {}


def register(package: str) -> None:
    """Add the kinds of a package."""
    for kind in kinds_in(package):
        _KINDS[kind.name] = kind


register("courses.contents.blocks")


def kinds() -> list[BlockKind]:
    """Every kind, in the order authors meet them."""
    return sorted(_KINDS.values(), key=lambda kind: (kind.order, kind.name))


def names() -> list[str]:
    """What the kinds are called."""
    return list(_KINDS)


def kind(name: str) -> BlockKind:
    """The kind of that name. KeyError when there is none."""
    return _KINDS[name]


def prose_kind() -> BlockKind:
    """The kind that stands in bundles as mere Markdown."""
    return next(kind for kind in kinds() if kind.form is Form.PROSE)


def claims(body: Iterable[Data]) -> Iterator[tuple[int, Data]]:
    """Every frozen claim that a frozen body shows, with the number of its block."""
    for number, block in enumerate(body, start=1):
        for claim in kind(block["type"]).claims(block):
            yield number, claim


def files(body: Iterable[Data]) -> Iterator[Data]:
    """Every frozen file that the blocks of a frozen body name."""
    for block in body:
        yield from kind(block["type"]).files(block)


def named_blocks(body: Iterable[Data]) -> Iterator[tuple[int, str, Data]]:
    """The blocks of a frozen body in which readers keep something of their own: number, lasting name and data of each.

    The name follows from what the block says: it is the same wherever the block stands, in whatever release.
    """
    times: Counter[str] = Counter()
    for number, block in enumerate(body, start=1):
        if kind(block["type"]).notebook is not None:
            name = sha256(canonical(block)).hexdigest()[:16]
            times[name] += 1
            yield number, name if times[name] == 1 else f"{name}-{times[name]}", block


def problems(body: Iterable[Data]) -> Iterator[Problem]:
    """What speaks against the blocks of a frozen body."""
    for block in body:
        yield from kind(block["type"]).problems(block)


class LessonBody(StreamBlock):
    """Every kind of content a lesson may hold. What a kind refuses is refused before it is published."""

    def __init__(self, local_blocks: Sequence[Any] | None = None, **options: Any) -> None:
        super().__init__(local_blocks or [(kind.name, kind.editor()) for kind in kinds()], **options)

    def clean(self, value: Any) -> Any:
        """The cleaned body. Raises what the kinds have against their blocks, each at its block; a draft may wait."""
        cleaned = super().clean(value)
        found = {} if self.is_deferred_validation else _refused(cleaned)
        if found:
            raise StreamBlockValidationError(block_errors=found)
        return cleaned


def _refused(body: Any) -> dict[int, ValidationError]:
    return {
        place: ValidationError(messages)
        for place, child in enumerate(body)
        if (messages := [one.message for one in kind(child.block_type).problems(child.value) if one.blocking])
    }
