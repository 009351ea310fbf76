"""A lesson or quiz as it would go out, part by part, with what each part said before."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from courses.contents import differences, own, rendering, sheets
from courses.contents.blocks import registry as blocks
from courses.contents.differences import Asked
from courses.contents.hashing import canonical
from evidence.standing import Flag

_NOTHING = mark_safe("")
_PASSAGE = 30  # words of a part by which a remark on it is recognised


@dataclass(frozen=True)
class Part:
    """One block of a lesson, or one question of a quiz. `kind` is same, added, changed or removed.

    `number` is its place, none when it was taken out; `words` are those taken out and put in, as HTML; `passage` is how
    it begins.
    """

    kind: str
    number: int | None
    words: SafeString
    passage: str
    html: SafeString = _NOTHING  # of a lesson's block
    asked: sheets.Asked | None = None  # of a quiz's question
    claims: Sequence[str] = ()  # keys of the claims a question rests on

    @property
    def is_marked(self) -> bool:
        return self.kind != "same"


def lesson_parts(
    old: Mapping[str, Any] | None,
    new: Mapping[str, Any],
    flags: Mapping[str, Flag],
    given: own.Given = own.NOTHING,
    *,
    language: str = "en",
) -> list[Part]:
    """The blocks of a frozen lesson in reading order, and where it lost some; without an older one nothing is marked."""
    shown = rendering.blocks_html(new["body"], flags, given, language=language)
    if old is None:
        return [Part("same", n, _NOTHING, _passage(_texts(new["body"][n - 1])), html) for n, html in _numbered(shown)]
    return list(_compared(old["body"], new["body"], shown))


def _numbered(shown: Sequence[SafeString]) -> Iterator[tuple[int, SafeString]]:
    return enumerate(shown, start=1)


def _compared(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]], shown: Sequence[SafeString]
) -> Iterator[Part]:
    matcher = SequenceMatcher(a=_comparable(before), b=_comparable(after), autojunk=False)
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        pairs = min(a2 - a1, b2 - b1)
        for n in range(b1, b2):
            was = before[a1 + n - b1] if n - b1 < pairs else None
            kind = "same" if tag == "equal" else "changed" if was else "added"
            texts = _texts(after[n])
            words = differences.lines_of(_texts(was), texts, all_lines=False) if was and kind == "changed" else _NOTHING
            yield Part(kind, n + 1, words, _passage(texts), shown[n])
        for gone in before[a1 + pairs : a2] if tag != "equal" else ():
            yield Part("removed", None, differences.lines_of(_texts(gone), []), _passage(_texts(gone)))


def _comparable(body: Sequence[Mapping[str, Any]]) -> list[bytes]:
    return [canonical(block) for block in body]


def _texts(block: Mapping[str, Any]) -> list[str]:
    return [text for text in blocks.kind(block["type"]).texts(block) if text and text.strip()]


def _passage(texts: Sequence[str]) -> str:
    return Truncator(" ".join(texts)).words(_PASSAGE)


def quiz_parts(old: Mapping[str, Any] | None, new: Mapping[str, Any], questions: Mapping[str, Asked]) -> list[Part]:
    """Every question an attempt may show, each with its answers, then those taken out; `questions` are those of both."""
    before, after = differences.asked(old) if old else [], differences.asked(new)
    gone = {hash_: questions[hash_] for hash_ in before if hash_ not in after}
    found = []
    for number, hash_ in enumerate(after, start=1):
        kind, words = "same", _NOTHING
        if old and hash_ not in before:
            was = differences.earlier_form(questions[hash_], gone)
            change = differences.question_change(gone.pop(was).data if was else None, questions[hash_].data)
            kind, words = change.kind, change.html if was else _NOTHING
        data = questions[hash_].data
        asked = sheets.asked(hash_, data, number=number)
        found.append(Part(kind, number, words, _passage([data["stem"]]), asked=asked, claims=data["claims"]))
    for question in gone.values():
        taken_out = differences.question_change(question.data, None)
        found.append(Part("removed", None, taken_out.html, _passage([question.data["stem"]])))
    return found
