"""Drawing questions and grading answers. Pure: no database, no clock; chance is handed in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any


@dataclass(frozen=True)
class Score:
    """One point a question; a question with several right answers needs exactly those."""

    points: int
    out_of: int
    right: Mapping[str, bool]

    def passes(self, pass_mark: int) -> bool:
        """Whether the share of points reaches the pass mark (per cent, inclusive)."""
        return self.out_of > 0 and self.points * 100 >= pass_mark * self.out_of


def draw(quiz: Mapping[str, Any], seen: Mapping[str, int], chance: Random) -> list[str]:
    """The question hashes of one attempt: the chosen ones, then each draw, questions seen least often first.

    `seen` counts how often this person has met a question before.
    """
    asked = list(quiz["questions"])
    for one in quiz["draws"]:
        pool = [hash_ for hash_ in one["pool"] if hash_ not in asked]
        chance.shuffle(pool)
        pool.sort(key=lambda hash_: seen.get(hash_, 0))
        asked.extend(pool[: one["count"]])
    return asked


def arrange(hashes: Sequence[str], questions: Mapping[str, Mapping[str, Any]], chance: Random) -> list[dict[str, Any]]:
    """What an attempt shows: each question with its options in a shuffled order."""
    shown = []
    for hash_ in hashes:
        order = list(range(len(questions[hash_]["options"])))
        chance.shuffle(order)
        shown.append({"question": hash_, "order": order})
    return shown


def clean_answers(raw: Mapping[str, Sequence[Any]], questions: Mapping[str, Mapping[str, Any]]) -> dict[str, list[int]]:
    """Only answers that name a question shown and options it has; a single-answer question keeps one option at most."""
    answers: dict[str, list[int]] = {}
    for hash_, question in questions.items():
        limit = len(question["options"])
        picked = sorted({number for value in raw.get(hash_, []) if (number := _option_number(value)) in range(limit)})
        if picked:
            answers[hash_] = picked[:1] if question["type"] == "single" else picked
    return answers


def _option_number(value: Any) -> int | None:
    """The number a form sent for an option; anything that is not a short plain number is no option."""
    text = str(value)
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 3 else None


def needed(pass_mark: int, out_of: int) -> int:
    """How many points a quiz of so many questions takes to pass: the pass mark in questions, rounded up."""
    return -(-pass_mark * out_of // 100)


def grade(
    hashes: Sequence[str], questions: Mapping[str, Mapping[str, Any]], answers: Mapping[str, Sequence[int]]
) -> Score:
    """Grade answers against the frozen questions that were shown; a question left open earns nothing."""
    right = {}
    for hash_ in hashes:
        correct = {number for number, option in enumerate(questions[hash_]["options"]) if option["correct"]}
        right[hash_] = set(answers.get(hash_, [])) == correct
    return Score(sum(right.values()), len(right), right)
