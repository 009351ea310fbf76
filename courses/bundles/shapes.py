"""A curriculum as plain values, the same whether it was read from files or collected from the database.

Rich text is canonical HTML (bundles.html). Claims and questions are named by key, files by their SHA-1.
`place` says where something was read; it takes no part in comparisons.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from courses.contents.quiz_rules import Rules
from lms.refusals import Refusal


@dataclass(frozen=True)
class Place:
    """A line (counted from 1) of a file of the bundle; line 0 means the file as a whole."""

    file: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True)
class Problem:
    """One thing to mend in a bundle."""

    place: Place
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class BundleRefused(Refusal):
    """The bundle cannot be imported; every problem found, in the order of the files."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(set(problems), key=lambda each: (each.place.file, each.place.line, each.message))
        super().__init__(*(str(problem) for problem in self.problems))


NOWHERE = Place("")


@dataclass
class SourceShape:
    key: str
    fields: dict[str, Any]
    place: Place = field(default=NOWHERE, compare=False)

    called: ClassVar[str] = "source"

    @property
    def label(self) -> str:
        """How people know it."""
        return self.fields.get("title") or self.key


@dataclass
class ClaimShape:
    key: str
    statement: str
    certainty: str
    certainty_note: str = ""
    review_by: date | None = None
    support: list[tuple[str, str]] = field(default_factory=list)  # source key, note
    place: Place = field(default=NOWHERE, compare=False)
    support_places: list[Place] = field(default_factory=list, compare=False)

    called: ClassVar[str] = "claim"

    @property
    def label(self) -> str:
        """How people know it."""
        return self.statement


@dataclass
class QuestionShape:
    key: str
    topic: str
    kind: str
    stem: str
    value: dict[str, Any]  # what its type has beside the stem
    claims: list[str] = field(default_factory=list)
    critical: bool = False
    corrective: str = ""  # the place of the lesson to read again: curriculum/module/lesson
    place: Place = field(default=NOWHERE, compare=False)

    called: ClassVar[str] = "question"

    @property
    def label(self) -> str:
        """How people know it."""
        return self.stem


@dataclass
class BlockShape:
    type: str
    value: Any
    place: Place = field(default=NOWHERE, compare=False)


@dataclass
class LessonShape:
    slug: str
    title: str
    summary: str
    minutes: int
    body: list[BlockShape]
    key: str = field(default="", compare=False)
    place: Place = field(default=NOWHERE, compare=False)

    called: ClassVar[str] = "lesson"

    @property
    def label(self) -> str:
        """How people know it."""
        return self.title


@dataclass
class QuizShape:
    slug: str
    title: str
    intro: str
    pass_mark: int
    max_attempts: int | None
    layout: str
    chosen: list[str]
    draws: list[tuple[str, int]]
    rules: Rules = field(default_factory=Rules)
    key: str = field(default="", compare=False)
    place: Place = field(default=NOWHERE, compare=False)

    called: ClassVar[str] = "quiz"

    @property
    def label(self) -> str:
        """How people know it."""
        return self.title


@dataclass
class ModuleShape:
    slug: str
    title: str
    summary: str
    items: list[LessonShape | QuizShape]
    key: str = field(default="", compare=False)
    place: Place = field(default=NOWHERE, compare=False)

    called: ClassVar[str] = "module"

    @property
    def label(self) -> str:
        """How people know it."""
        return self.title


@dataclass
class Media:
    """A file that blocks or links use. `title` is what people see in lists; `read` gives its bytes."""

    name: str
    sha1: str
    title: str
    read: Callable[[], bytes] = field(compare=False)


@dataclass
class Bundle:
    slug: str
    fields: dict[str, Any]  # title, code, language, summary, audience, outcomes
    modules: list[ModuleShape] = field(default_factory=list)
    questions: list[QuestionShape] = field(default_factory=list)
    claims: list[ClaimShape] = field(default_factory=list)
    sources: list[SourceShape] = field(default_factory=list)
    media: dict[str, Media] = field(default_factory=dict)  # by SHA-1
    place: Place = field(default=NOWHERE, compare=False)

    def items(self) -> Iterator[tuple[ModuleShape, LessonShape | QuizShape]]:
        """Every lesson and quiz with its module, in order."""
        for module in self.modules:
            for item in module.items:
                yield module, item

    def quizzes(self) -> list[QuizShape]:
        return [item for _, item in self.items() if isinstance(item, QuizShape)]

    def lessons(self) -> list[LessonShape]:
        return [item for _, item in self.items() if isinstance(item, LessonShape)]
