"""What differs between two releases: item by item from their outlines, word by word from their contents. Pure."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape, unescape
from typing import Any

from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

from courses.contents.outlines import outline_items

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

    kind: str  # added, changed or removed
    html: SafeString


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


def lesson_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[BlockChange]:
    """The parts of a lesson that differ, in reading order."""
    before, after = (_parts(old), _parts(new))
    found: list[BlockChange] = []
    for tag, a1, a2, b1, b2 in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        gone, come = before[a1:a2], after[b1:b2]
        for was, now in zip(gone, come, strict=False):
            found.append(BlockChange("changed", words(was, now)))
        found.extend(BlockChange("removed", words(was, "")) for was in gone[len(come) :])
        found.extend(BlockChange("added", words("", now)) for now in come[len(gone) :])
    return found


def quiz_changes(
    old: Mapping[str, Any], new: Mapping[str, Any], questions: Mapping[str, Mapping[str, Any]]
) -> list[BlockChange]:
    """The questions that were added to or taken out of a quiz, and its terms when they changed."""
    found = []
    if old["pass_mark"] != new["pass_mark"]:
        found.append(
            BlockChange("changed", words(f"Pass mark {old['pass_mark']} %", f"Pass mark {new['pass_mark']} %"))
        )
    before, after = asked(old), asked(new)
    gone = {questions[hash_]["stem"]: hash_ for hash_ in before if hash_ not in after and hash_ in questions}
    for hash_ in after:
        if hash_ in before or hash_ not in questions:
            continue
        question = questions[hash_]
        was = gone.pop(question["stem"], None)
        text = _question_text(question)
        kind = "changed" if was else "added"
        found.append(BlockChange(kind, words(_question_text(questions[was]) if was else "", text)))
    found.extend(BlockChange("removed", words(_question_text(questions[hash_]), "")) for hash_ in gone.values())
    return found


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
            pieces += [escape(come)] if tag == "equal" else [_marked("del", gone), _marked("ins", come)]
    return mark_safe("".join(pieces).strip().replace("\n", "<br>"))  # noqa: S308 (every piece is escaped)


def _marked(tag: str, text: str) -> str:
    """The words in an element, the space after them outside."""
    words_only = text.rstrip()
    return f"<{tag}>{escape(words_only)}</{tag}>{text[len(words_only) :]}" if words_only else ""


def asked(quiz: Mapping[str, Any]) -> list[str]:
    """Every question that an attempt at a frozen quiz may show."""
    return [*quiz["questions"], *(hash_ for draw in quiz["draws"] for hash_ in draw["pool"])]


def _question_text(question: Mapping[str, Any]) -> str:
    options = [f"{'✓' if option['correct'] else '–'} {option['text']}" for option in question["options"]]
    return "\n".join([question["stem"], *options])


def _parts(lesson: Mapping[str, Any]) -> list[str]:
    """A lesson as plain texts, one a paragraph or block."""
    found = [part for part in (lesson["title"], lesson["summary"]) if part]
    for block in lesson["body"]:
        for text in _texts(block):
            found.extend(part.strip() for part in text.split("\n\n") if part.strip())
    return found


_PARAGRAPH_END = re.compile(r"</(?:p|h[2-4]|li|blockquote)>")


def _plain(html: str) -> str:
    return unescape(strip_tags(_PARAGRAPH_END.sub("\n\n", html)))


def _texts(block: Mapping[str, Any]) -> Sequence[str]:
    kind = block["type"]
    if kind in ("text", "key_idea", "example"):
        return [*filter(None, [block.get("title", "")]), _plain(block["html"])]
    if kind == "role_play":
        lines = "\n".join(f"{line['speaker']}: {line['text']}" for line in block["lines"])
        return [part for part in (block["title"], block["setting"], lines, block["debrief"]) if part]
    if kind == "claim":
        return [f"{block['statement']} ({block['certainty'].replace('_', ' ')} certainty) {block['certainty_note']}"]
    if kind == "worksheet":
        rows = "\n".join(" | ".join(row) for row in [block["columns"], *block["rows"]])
        return [part for part in (block["title"], block["intro"], rows) if part]
    if kind == "check":
        return ["\n".join([block["question"], *(option["text"] for option in block["options"])])]
    return [
        str(block[name]) for name in ("title", "caption", "alt", "prompt", "help", "description") if block.get(name)
    ]
