"""GIFT as it is in the wild, item by item. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from courses.bundles.exchange import shaping, texts
from courses.bundles.exchange.base import OURS
from courses.bundles.exchange.items import Entry, Item, Made, NotOurs, Where
from courses.bundles.exchange.shaping import Between, Weighed

# Escaped signs are held as signs of no alphabet while the structure is read.
_SIGNS = "\\:#={}~\n"
_HELD = {sign: chr(0x10FF00 + number) for number, sign in enumerate(_SIGNS)}
_BACK = str.maketrans({held: sign for sign, held in _HELD.items()})
_ESCAPED = re.compile(r"\\([\\:#={}~n])")
_FOREIGN = re.compile(f"[{chr(0x10FF00)}-{chr(0x10FF00 + len(_SIGNS))}]")
_FORMAT = re.compile(r"\s*\[(html|markdown|moodle|plain)\]")
_WEIGHT = re.compile(r"%\s*(-?\d{1,3}(?:\.\d{0,12})?)\s*%")
_ID = re.compile(r"\[id:((?:\\.|[^\]\\])*)\]")
_TAG = re.compile(r"\[tag:((?:\\.|[^\]\\])*)\]")
_CATEGORY = "$CATEGORY:"
_ORDER = re.compile(r">\s*(\d+)[^\n]*")


@dataclass(frozen=True)
class _Chunk:
    """The lines of one item, with escaped signs held."""

    line: int
    text: str
    id: str
    tags: tuple[str, ...]
    category: str


def read(text: str) -> Iterator[Entry]:
    """Every item of a file."""
    for chunk in _chunks(text):
        item = Item(Where(chunk.line), category=chunk.category)
        if chunk.id.startswith(OURS):
            item.key = chunk.id.removeprefix(OURS)
        if chunk.tags:
            item.remarks.append(_("Tags were left out: %(tags)s.") % {"tags": ", ".join(chunk.tags)})
        try:
            yield item.found(_item(item, chunk.text))
        except NotOurs as why:
            yield item.lost(why)


# ----------------------------------------------------------------------------------------------------------- the lines
def _held(text: str) -> str:
    return _ESCAPED.sub(lambda found: _HELD["\n" if found[1] == "n" else found[1]], _FOREIGN.sub("", text))


def _plainly(text: str) -> str:
    return text.translate(_BACK)


def _chunks(text: str) -> Iterator[_Chunk]:
    """The items by the empty lines between them; an answer section may hold empty lines."""
    category, id_, tags = "", "", []
    lines: list[str] = []
    start = 0
    is_open = False
    everything = text.split("\n")
    for number, raw in enumerate([*everything, ""], start=1):
        line = raw.strip()
        if line.startswith("//"):
            id_ = next((_unescaped(one) for one in _ID.findall(line)), id_)
            tags += [_unescaped(one) for one in _TAG.findall(line)]
            continue
        is_end = not line and not (is_open and _goes_on(everything, number))
        if lines and (is_end or (not is_open and _begins_anew(lines[-1], line))):
            yield _Chunk(start, "\n".join(lines), id_, tuple(tags), category)
            lines, id_, tags, is_open = [], "", [], False
        if not lines and line.startswith(_CATEGORY):
            category, id_, tags = category_of(_unescaped(line.removeprefix(_CATEGORY))), "", []
        elif line or lines:
            start = start if lines else number
            lines.append(_held(raw))
            is_open = _leaves_open(lines[-1], is_open)


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text).strip()


def _leaves_open(line: str, is_open: bool) -> bool:
    """Whether an answer section is open after a line."""
    if "{" not in line and "}" not in line:
        return is_open
    return line.rfind("{") > line.rfind("}")


def _goes_on(everything: list[str], number: int) -> bool:
    """Whether an empty line stands within an answer section: its end comes before another item begins."""
    for raw in everything[number : number + 60]:
        line = _held(raw.strip())
        if line.startswith(("::", _CATEGORY)) or ("{" in line and "{" in line.split("}")[0]):
            return False
        if "}" in line:
            return True
    return False


def _begins_anew(last: str, line: str) -> bool:
    """Whether an item begins although no empty line stands before it: the last one has its answers, this one some."""
    has_ended = last.rstrip().endswith("}")
    return has_ended and (line.startswith(("::", _CATEGORY)) or "{" in _held(line))


def category_of(path: str) -> str:
    """The path of a category without what only its system knows: "$course$/top/Unit 1" is "Unit 1"."""
    parts = [part.replace("\0", "/").strip() for part in path.replace("//", "\0").split("/")]
    if parts and re.fullmatch(r"\$\w+\$", parts[0]):
        parts = parts[1:]
        parts = parts[1:] if parts and parts[0] == "top" else parts
    return "/".join(part.replace("/", "-") for part in parts if part)


# ------------------------------------------------------------------------------------------------------------ one item
def _item(item: Item, text: str) -> Made:
    text = text.strip()
    if len(text) > texts.MOST:
        item.stem = texts.one_line(_plainly(text[:200]))
        raise NotOurs(_("Its text is too long. Write it in at most %(count)s characters.") % {"count": texts.MOST})
    if text.startswith("::") and "::" in text[2:]:
        name, text = text[2:].split("::", 1)
        item.name, text = _plainly(name).strip(), text.strip()
    before, answers, after = _parted(item, text)
    if after.strip(" .?!:;\n)"):
        before = f"{before}_____{after}"
    written_in, stem = _format_of(before, texts.MOODLE)
    found = texts.plain(_plainly(stem), written_in)
    item.stem = found.text
    item.remarks += found.remarks
    if answers is None:
        raise NotOurs(_("It is a text without a question. Put it into a lesson."))
    return _Answers(item, written_in).made(answers)


def _parted(item: Item, text: str) -> tuple[str, str | None, str]:
    """What stands before the answers, the answers, and what stands after them."""
    item.stem = texts.one_line(_plainly(text.split("{")[0]))
    if "{" not in text and "}" not in text:
        return text, None, ""
    start, end = text.find("{"), text.find("}")
    if start < 0 or end < start:
        raise NotOurs(
            _("A curly bracket has no partner. Put { and } around the answers, and \\ before one that is text.")
        )
    before, answers, after = text[:start], text[start + 1 : end], text[end + 1 :]
    if "{" in answers or "{" in after or "}" in after:
        raise NotOurs(_("It has more than one answer section. Put an empty line between questions."))
    return before, answers.strip(), after


def _format_of(text: str, otherwise: str) -> tuple[str, str]:
    found = _FORMAT.match(text)
    return (found[1], text[found.end() :]) if found else (otherwise, text)


class _Answers:
    """The answer section of one item."""

    def __init__(self, item: Item, written_in: str) -> None:
        self.item = item
        self.written_in = written_in

    def made(self, text: str) -> Made:
        text, mark, general = text.rpartition("####")
        if not mark:
            text, general = general, ""
        text, why = text.strip(), self.plain(general)
        if not text:
            raise NotOurs(_("It has no answers to grade by (an essay). Here it could be a reflection in a lesson."))
        if text.startswith("#"):
            return self._numeric(text[1:], why)
        if found := _ORDER.match(text):
            return self._ordering(found, text, why)
        if "~" in text:
            return self._options(text, why)
        if "=" in text and "->" in text:
            return self._matching(text, why)
        if text.split("#")[0].strip().upper() in ("T", "TRUE", "F", "FALSE"):
            return self._true_false(text, why)
        return self._short(text, why)

    def plain(self, text: str) -> str:
        written_in, rest = _format_of(text, self.written_in)
        found = texts.plain(_plainly(rest), written_in)
        self.item.remarks += found.remarks
        return found.text

    def weighed(self, text: str, share: Fraction) -> Weighed:
        """One answer: its weight, its text, and the words after #."""
        if found := _WEIGHT.match(text.strip()):
            text, share = text.strip()[found.end() :], Fraction(found[1]) / 100
        answer, _mark, feedback = text.partition("#")
        return Weighed(self.plain(answer), share, self.plain(feedback))

    def _options(self, text: str, why: str) -> Made:
        one_only = "=" in text
        parts = [part.strip() for part in text.replace("=", "~=").split("~")]
        answers = [
            self.weighed(part.removeprefix("="), Fraction(1 if part.startswith("=") else 0)) for part in parts if part
        ]
        if len(answers) < 2:
            raise NotOurs(_("It has only one answer to choose. Write another."))
        return shaping.single(answers, why) if one_only else shaping.multiple(answers, why)

    def _matching(self, text: str, why: str) -> Made:
        pairs, extras = [], []
        for part in (part.strip() for part in text.split("=")):
            if not part:
                continue
            left, arrow, right = part.partition("->")
            if not arrow:
                raise NotOurs(_("“%(text)s” has no match. Write it as: item -> match.") % {"text": _plainly(part)[:80]})
            match = _plainly(right).strip()
            if left.strip():
                pairs.append((self.plain(left), match))
            else:
                extras.append(match)
        return shaping.matching(pairs, extras, why)

    def _true_false(self, text: str, why: str) -> Made:
        answer, _mark, words = text.partition("#")
        wrong, _mark, right = words.partition("#")
        is_true = answer.strip().upper() in ("T", "TRUE")
        if_right, if_wrong = self.plain(right), self.plain(wrong)
        why_true, why_false = (if_right, if_wrong) if is_true else (if_wrong, if_right)
        return shaping.true_false(is_true, why_true, why_false, why)

    def _short(self, text: str, why: str) -> Made:
        parts = [part for part in text.split("=") if part.strip()]
        return shaping.short_answer([self.weighed(part, Fraction(1)) for part in parts], case_matters=False, why=why)

    def _numeric(self, text: str, why: str) -> Made:
        text, wrong, _words = text.partition("~")
        if wrong:
            self.item.remarks.append(_("Words to other numbers were left out: a number has one rationale."))
        answers = []
        for part in text.split("="):
            if part.strip():
                answers += self._spans(part)
        return shaping.numeric(answers, why)

    def _spans(self, text: str) -> list[Between]:
        one = self.weighed(text, Fraction(1))
        if one.text == "*":
            self.item.remarks.append(_("Words to other numbers were left out: a number has one rationale."))
            return []
        if ".." in one.text:
            least, _dots, most = one.text.partition("..")
            return [Between(shaping.decimal(least), shaping.decimal(most), one.share, one.feedback)]
        number, _colon, tolerance = one.text.partition(":")
        return [shaping.around(shaping.decimal(number), shaping.decimal(tolerance or "0"), one.share, one.feedback)]

    def _ordering(self, found: re.Match[str], text: str, why: str) -> Made:
        items = [self.plain(line) for line in text[found.end() :].split("\n") if line.strip()]
        if "ALL_OR_NOTHING" in found[0]:
            return shaping.ordering(items, why, parts=False)
        made = shaping.ordering(items, why)
        if "RELATIVE_NEXT_EXCLUDE_LAST" in found[0]:
            return made
        return made.saying(_("Here each item that directly follows the one before it earns a part of the point."))
