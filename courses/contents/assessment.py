"""Drawing questions and grading answers. Pure: no database, no clock; chance is handed in. Each type grades its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from random import Random
from typing import Any

from courses.contents import quiz_rules
from courses.contents.questions import registry

Questions = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Score:
    """At most one point a question, in exact fractions: `earned` by each question, by hash.

    `missed` are the critical questions that did not earn their whole point: one of them, and the attempt is failed.
    """

    points: Fraction
    out_of: int
    earned: Mapping[str, Fraction]
    missed: Sequence[str] = ()

    @property
    def right(self) -> dict[str, bool]:
        """Which questions earned their whole point."""
        return {hash_: earned == 1 for hash_, earned in self.earned.items()}

    def passes(self, pass_mark: int) -> bool:
        """Whether the share of points reaches the pass mark (per cent, inclusive), and no critical question was missed."""
        return self.reaches(pass_mark) and not self.missed

    def reaches(self, pass_mark: int) -> bool:
        """Whether the share of points reaches the pass mark, whatever was missed."""
        return self.out_of > 0 and self.points * 100 >= pass_mark * self.out_of


def draw(quiz: Mapping[str, Any], seen: Mapping[str, int], chance: Random) -> list[str]:
    """The question hashes of one attempt: the chosen ones, then each draw: its critical questions, all of them, then those
    seen least often. In an order of chance, if the quiz says so.

    `seen` counts how often this person has met a question before.
    """
    asked = list(quiz["questions"])
    critical = set(quiz.get("critical", ()))
    for one in quiz["draws"]:
        pool = [hash_ for hash_ in one["pool"] if hash_ not in asked]
        chance.shuffle(pool)
        pool.sort(key=lambda hash_: (hash_ not in critical, seen.get(hash_, 0)))
        asked.extend(pool[: max(one["count"], sum(hash_ in critical for hash_ in pool))])
    if quiz_rules.of(quiz).shuffles:
        chance.shuffle(asked)
    return asked


def arrange(hashes: Sequence[str], questions: Questions, chance: Random) -> list[dict[str, Any]]:
    """What an attempt shows: each question with the order of its parts."""
    return [
        {"question": hash_, "order": registry.type_of(questions[hash_]).arrange(questions[hash_], chance)}
        for hash_ in hashes
    ]


def clean_answers(raw: Mapping[str, Sequence[Any]], questions: Questions) -> dict[str, Sequence[Any]]:
    """Only answers to questions that were asked, each as its type keeps it. A question left open is not among them."""
    found = {
        hash_: registry.type_of(question).clean(question, raw[hash_])
        for hash_, question in questions.items()
        if hash_ in raw
    }
    return {hash_: answer for hash_, answer in found.items() if answer}


def needed(quiz: Mapping[str, Any], out_of: int) -> Fraction:
    """How many points a frozen quiz of so many questions takes to pass: exactly, where answers may earn parts of a point;
    else in whole questions, rounded up.
    """
    exact = Fraction(quiz["pass_mark"] * out_of, 100)
    return exact if quiz.get("parts") else Fraction(ceil(exact))


def grade(hashes: Sequence[str], questions: Questions, answers: Mapping[str, Sequence[Any]]) -> Score:
    """Grade answers against the frozen questions that were shown; a question left open earns nothing."""
    earned = {
        hash_: registry.type_of(questions[hash_]).grade(questions[hash_], answers.get(hash_, ())) for hash_ in hashes
    }
    missed = [hash_ for hash_ in earned if is_critical(questions[hash_]) and earned[hash_] != 1]
    return Score(sum(earned.values(), Fraction()), len(earned), earned, missed)


def is_critical(question: Mapping[str, Any]) -> bool:
    """Whether a wrong answer to a frozen question fails the attempt, whatever the total."""
    return bool(question.get("critical", False))


def counts_parts(questions: Questions) -> bool:
    """Whether an answer to one of these questions may earn a part of its point."""
    return any(registry.type_of(question).gives_parts(question) for question in questions.values())


def right_answers(questions: Questions) -> dict[str, Sequence[Any]]:
    """Answers that earn every point."""
    return {hash_: registry.type_of(question).right_answer(question) for hash_, question in questions.items()}
