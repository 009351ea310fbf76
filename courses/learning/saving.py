"""Keeping the answers of an attempt that is open on several pages or devices at once.

A page says of each question what it knew: the version of the answer, the answer, the flag. What it did not touch is left
alone. What it touched is kept when it knew the newest version; when another page had answered in between, the newer
answer stays, and the older page's is kept beside it for the person to choose. Pure.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Answer = list[Any]


@dataclass(frozen=True)
class Known:
    """What a page knew of a question when its person changed it."""

    version: int = 0
    answer: Answer = field(default_factory=list)
    flagged: bool = False

    def to_json(self) -> str:
        return json.dumps({"version": self.version, "answer": self.answer, "flagged": self.flagged})

    @classmethod
    def from_json(cls, text: str) -> "Known | None":
        """What a form says it knew; None for anything that is not that."""
        try:
            data = json.loads(text)
            version, answer, flagged = data["version"], data["answer"], data["flagged"]
        except (ValueError, TypeError, KeyError, RecursionError):
            return None
        if type(version) is not int or not isinstance(answer, list) or not isinstance(flagged, bool):
            return None
        return cls(version, answer, flagged)


@dataclass(frozen=True)
class Change:
    """What a page sends for one question. Without `known` it counts as knowing the newest; `flagged` None: not said."""

    answer: Answer
    flagged: bool | None = None
    known: Known | None = None

    @property
    def touches_answer(self) -> bool:
        return self.known is None or self.answer != self.known.answer

    @property
    def touches_flag(self) -> bool:
        return self.flagged is not None and (self.known is None or self.flagged != self.known.flagged)


@dataclass(frozen=True)
class Kept:
    """The state of an attempt's answers, as its three fields hold it."""

    answers: Mapping[str, Answer]
    flagged: Sequence[str]
    saves: Mapping[str, dict[str, Any]]

    def version(self, question: str) -> int:
        version: int = self.saves.get(question, {}).get("version", 0)
        return version

    def known(self, question: str) -> Known:
        """What a page made now knows of a question."""
        return Known(self.version(question), list(self.answers.get(question, [])), question in self.flagged)

    def others(self, question: str) -> list[dict[str, Any]]:
        """The answers that other pages gave to a question and that wait for a choice: {"answer", "at"}."""
        return list(self.saves.get(question, {}).get("others", []))

    @property
    def contested(self) -> list[str]:
        """The questions with an answer waiting for a choice."""
        return [question for question, save in self.saves.items() if save.get("others")]


@dataclass(frozen=True)
class Page:
    """Where changes come from: the name of one page as it was shown, and their turn among what it sends, if it counts."""

    name: str = ""
    turn: int | None = None


def merged(kept: Kept, changes: Mapping[str, Change], *, page: Page, at: datetime) -> Kept:
    """The state after a page's changes. The same changes again, as after a lost connection, change nothing."""
    answers, saves, marked = dict(kept.answers), dict(kept.saves), set(kept.flagged)
    for question, change in changes.items():
        if change.touches_flag:
            marked = marked | {question} if change.flagged else marked - {question}
        now = kept.known(question)
        if not change.touches_answer or change.answer == now.answer or _is_overtaken(kept, question, page):
            continue
        others = [one for one in kept.others(question) if one["answer"] != change.answer]
        if _is_newest(kept, question, change, page):
            answers = _with(answers, question, change.answer)
            saves[question] = _save(now.version + 1, at, page, others)
        elif change.answer:  # an older page never blanks a newer answer
            others.append({"answer": change.answer, "at": at.isoformat()})
            saves[question] = {**saves[question], "others": others}
    return Kept(answers, [*marked], saves)


def chosen(kept: Kept, question: str, answer: Answer, *, page: Page, at: datetime) -> Kept:
    """The state after a person chose between the answers that their pages gave to a question."""
    save = _save(kept.version(question) + 1, at, page, [])
    return Kept(_with(dict(kept.answers), question, answer), kept.flagged, {**kept.saves, question: save})


def _is_newest(kept: Kept, question: str, change: Change, page: Page) -> bool:
    """Whether a page knew the answer it changes: it is as it was there, or the page itself wrote it since."""
    save = kept.saves.get(question)
    if save is None or change.known is None or change.known.version == save["version"]:
        return True
    return bool(page.name) and save["page"] == page.name


def _is_overtaken(kept: Kept, question: str, page: Page) -> bool:
    """Whether the same page has sent something newer that arrived first."""
    save = kept.saves.get(question)
    if save is None or page.turn is None or save["page"] != page.name:
        return False
    return save["turn"] is not None and page.turn < save["turn"]


def _with(answers: dict[str, Answer], question: str, answer: Answer) -> dict[str, Answer]:
    answers.pop(question, None)
    return {**answers, question: answer} if answer else answers


def _save(version: int, at: datetime, page: Page, others: list[dict[str, Any]]) -> dict[str, Any]:
    save = {"version": version, "at": at.isoformat(), "page": page.name, "turn": page.turn}
    return {**save, "others": others} if others else save
