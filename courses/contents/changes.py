"""The difference between two releases as people read it: each changed lesson and quiz with its words."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from courses.contents import differences
from courses.contents.models import Content


@dataclass(frozen=True)
class Described:
    """A changed item and the parts of it that differ; no parts for one that is new or gone. `reasons` are for rooms above."""

    change: differences.ItemChange
    blocks: list[differences.BlockChange]
    reasons: Sequence[Any] = ()


def between(old: Mapping[str, Any] | None, new: Mapping[str, Any], *, with_neighbours: bool = False) -> list[Described]:
    """Every item that differs between two outlines, with the words that changed, and what stands around them in lessons if
    that is asked for. Two queries.
    """
    found = differences.between(old, new)
    hashes = {item["hash"] for change in found for item in (change.old, change.new) if item}
    data = {hash_: one.data for hash_, one in contents(hashes).items()}
    quizzes = [data[item["hash"]] for change in found for item in (change.old, change.new) if item and _is_quiz(item)]
    shown = {hash_ for quiz in quizzes for hash_ in differences.asked(quiz)}
    questions = contents(shown)
    return [Described(change, _blocks(change, data, questions, with_neighbours)) for change in found]


def contents(hashes: Collection[str]) -> dict[str, differences.Asked]:
    """Frozen contents by hash: the key each keeps and its data. One query at most."""
    rows = Content.objects.filter(hash__in=hashes).values_list("hash", "key", "data") if hashes else ()
    return {hash_: differences.Asked(key, data) for hash_, key, data in rows}


def _is_quiz(item: Mapping[str, Any]) -> bool:
    kind: str = item["kind"]
    return kind == Content.Kind.QUIZ


def _blocks(
    change: differences.ItemChange,
    data: Mapping[str, Any],
    questions: Mapping[str, differences.Asked],
    with_neighbours: bool,
) -> list[differences.BlockChange]:
    if change.old is None or change.new is None:
        return []
    old, new = data[change.old["hash"]], data[change.new["hash"]]
    if _is_quiz(change.item):
        return differences.quiz_changes(old, new, questions)
    return differences.lesson_changes(old, new, with_neighbours=with_neighbours)
