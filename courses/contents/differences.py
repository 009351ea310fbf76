"""What differs between two releases: item by item from their outlines, word by word from their contents. Pure."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape
from typing import Any, NamedTuple

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from courses.contents import quiz_rules, quiz_words
from courses.contents.assessment import is_critical
from courses.contents.blocks import registry as blocks
from courses.contents.outlines import outline_items
from courses.contents.questions import registry as types

_ALIKE = 0.5  # the share of words from which two texts are shown as one


@dataclass(frozen=True)
class ItemChange:
    """One lesson or quiz that is new, changed or gone. `old` and `new` are outline items; one of them may be missing."""

    kind: str  # added, changed or removed
    module: str
    old: dict[str, Any] | None
    new: dict[str, Any] | None

    @property
    def item(self) -> dict[str, Any]:
        found = self.new or self.old
        assert found is not None
        return found


@dataclass(frozen=True)
class BlockChange:
    """One part of a lesson that differs, with the words taken out and put in marked as HTML."""

    kind: str  # added, changed, removed or same
    html: SafeString


class Asked(NamedTuple):
    """A frozen question: the key it keeps whatever its words become, and its data."""

    key: str
    data: Mapping[str, Any]


def between(old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> list[ItemChange]:
    """The items that differ between two outlines, in the new order, the removed ones last.

    An item is the same when its hash is: where it stands does not matter.
    """
    before = {item["key"]: item for item in outline_items(old)} if old else {}
    found = []
    for module in new["modules"]:
        for item in module["items"]:
            was = before.get(item["key"])
            if was is None:
                found.append(ItemChange("added", module["title"], None, item))
            elif was["hash"] != item["hash"]:
                found.append(ItemChange("changed", module["title"], was, item))
    kept = {item["key"] for item in outline_items(new)}
    for module in old["modules"] if old else []:
        found.extend(
            ItemChange("removed", module["title"], item, None) for item in module["items"] if item["key"] not in kept
        )
    return found


def to_retake(outline: Mapping[str, Any], done: Collection[str]) -> set[str]:
    """The hashes somebody has to take to be up to date with this outline, having done those.

    That is what they have not done, and the quiz of every module in which a lesson is among it.
    """
    wanted = set()
    for module in outline["modules"]:
        missing = {item["hash"] for item in module["items"] if item["hash"] not in done}
        lessons = {item["hash"] for item in module["items"] if item["kind"] == "lesson"}
        wanted |= missing
        if missing & lessons:
            wanted |= {item["hash"] for item in module["items"] if item["kind"] == "quiz"}
    return wanted


def minutes_of(outline: Mapping[str, Any], hashes: Collection[str]) -> int:
    """How long these items take."""
    return sum(item["minutes"] for item in outline_items(outline) if item["hash"] in hashes)


def lesson_changes(
    old: Mapping[str, Any], new: Mapping[str, Any], *, with_neighbours: bool = False
) -> list[BlockChange]:
    """The parts of a lesson that differ, in reading order; or these with the part before and after each."""
    parts = _aligned(_lesson_texts(old), _lesson_texts(new))
    changed = {place for place, part in enumerate(parts) if part.kind != "same"}
    if with_neighbours:
        changed |= {place + step for place in changed for step in (-1, 1)}
    return [part for place, part in enumerate(parts) if place in changed]


def text_changes(before: Sequence[str], after: Sequence[str]) -> list[BlockChange]:
    """The texts of two lists that differ, in reading order."""
    return [change for change in _aligned(before, after) if change.kind != "same"]


def _aligned(before: Sequence[str], after: Sequence[str]) -> list[BlockChange]:
    """Two lists of texts side by side, in reading order; what is the same has the kind "same"."""
    found: list[BlockChange] = []
    for tag, a1, a2, b1, b2 in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        gone, come = before[a1:a2], after[b1:b2]
        kind = "same" if tag == "equal" else "changed"
        found.extend(BlockChange(kind, words(was, now)) for was, now in zip(gone, come, strict=False))
        found.extend(BlockChange("removed", words(was, "")) for was in gone[len(come) :])
        found.extend(BlockChange("added", words("", now)) for now in come[len(gone) :])
    return found


def quiz_changes(old: Mapping[str, Any], new: Mapping[str, Any], questions: Mapping[str, Asked]) -> list[BlockChange]:
    """The questions that were added to, changed in or taken out of a quiz, and its terms when they changed.

    `questions` are those of both, by hash.
    """
    found = []
    if old["pass_mark"] != new["pass_mark"]:
        found.append(BlockChange("changed", words(_pass_mark(old), _pass_mark(new))))
    terms = [quiz_words.rules(quiz_rules.of(quiz)) for quiz in (old, new)]
    if terms[0] != terms[1]:
        found.append(BlockChange("changed", lines_of(*terms, all_lines=False)))
    before, after = asked(old), asked(new)
    gone = {hash_: questions[hash_] for hash_ in before if hash_ not in after and hash_ in questions}
    for hash_ in after:
        if hash_ in before or hash_ not in questions:
            continue
        was = earlier_form(questions[hash_], gone)
        found.append(question_change(gone.pop(was).data if was else None, questions[hash_].data))
    found.extend(question_change(question.data, None) for question in gone.values())
    return found


def _pass_mark(quiz: Mapping[str, Any]) -> str:
    return _("Pass mark %(mark)s %%") % {"mark": quiz["pass_mark"]}


def earlier_form(question: Asked, among: Mapping[str, Asked]) -> str | None:
    """The hash of the earlier form of a question: the one of the same key, or else its copy with the same stem or texts."""
    alike: tuple[Callable[[Asked], object], ...] = (
        lambda one: one.key,
        lambda one: one.data["stem"],
        lambda one: _question_texts(one.data)[1:],
    )
    for part in alike:
        found = next((hash_ for hash_, one in among.items() if part(one) == part(question)), None)
        if found is not None:
            return found
    return None


def question_change(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> BlockChange:
    """A question word by word, line by line: its stem, then what its type says of it."""
    kind = "changed" if old and new else "added" if new else "removed"
    return BlockChange(kind, lines_of(_question_texts(old) if old else [], _question_texts(new) if new else []))


def lines_of(before: Sequence[str], after: Sequence[str], *, all_lines: bool = True) -> SafeString:
    """Two lists of texts as one, a line each, with the words that differ marked; or only the lines that have some."""
    lines = [line for line in _aligned(before, after) if all_lines or line.kind != "same"]
    return mark_safe("<br>".join(line.html for line in lines))  # noqa: S308 (every line is escaped)


def _question_texts(question: Mapping[str, Any]) -> list[str]:
    critical = [_("Critical: a wrong answer fails the attempt.")] if is_critical(question) else []
    return [question["stem"], *critical, *types.type_of(question).texts(question)]


def asked(quiz: Mapping[str, Any]) -> list[str]:
    """Every question that an attempt at a frozen quiz may show."""
    return [*quiz["questions"], *(hash_ for draw in quiz["draws"] for hash_ in draw["pool"])]


def _lesson_texts(lesson: Mapping[str, Any]) -> list[str]:
    """A lesson as plain texts, one a paragraph or part of a block."""
    texts = [lesson["title"], lesson["summary"]]
    for block in lesson["body"]:
        texts.extend(blocks.kind(block["type"]).texts(block))
    return [text for text in texts if text and text.strip()]


def words(old: str, new: str) -> SafeString:
    """Two plain texts as one, with <del> and <ins> around the words that differ.

    Texts that share less than half of their words are shown one after the other, because a mixture could not be read.
    """
    before, after = re.findall(r"\S+\s*", old), re.findall(r"\S+\s*", new)
    matcher = SequenceMatcher(None, [word.strip() for word in before], [word.strip() for word in after], autojunk=False)
    if matcher.ratio() < _ALIKE:
        pieces = [_marked("del", old), " " if old and new else "", _marked("ins", new)]
    else:
        pieces = []
        for tag, a1, a2, b1, b2 in matcher.get_opcodes():
            gone, come = "".join(before[a1:a2]), "".join(after[b1:b2])
            if gone and come and not gone[-1].isspace():  # the last word of a text has no space of its own
                gone += " "
            pieces += [escape(come)] if tag == "equal" else [_marked("del", gone), _marked("ins", come)]
    return mark_safe("".join(pieces).strip().replace("\n", "<br>"))  # noqa: S308 (every piece is escaped)


def _marked(tag: str, text: str) -> str:
    """The words in an element, the space after them outside."""
    words_only = text.rstrip()
    return f"<{tag}>{escape(words_only)}</{tag}>{text[len(words_only) :]}" if words_only else ""
