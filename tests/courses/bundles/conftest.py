"""A small bundle as files, to be changed by each test."""

import textwrap
from pathlib import Path

import pytest

from tests import factories
from tests.kept import kept

FILES = {
    "curriculum.yaml": """
        title: Small skills
        slug: small
        code: SMALL
        summary: A small curriculum.
        outcomes:
          - Name one skill.
        """,
    "sources.yaml": """
        - id: okoye-2018
          title: "Skills: a study"
          author:
            - {family: Okoye, given: N.}
          issued: 2018
          DOI: https://doi.org/10.1000/ABC
        """,
    "claims.yaml": """
        - key: practice-helps
          statement: Practice helps.
          certainty: moderate
          review_by: 2027-11-01
          sources:
            - source: okoye-2018
              note: A moderate effect.
        """,
    "questions.yaml": """
        - key: q-one
          topic: small
          type: single
          stem: Which one?
          options:
            - text: This one
              correct: true
              rationale: It is.
            - text: No
              rationale: It is not.
          claims: [practice-helps]
        - key: q-two
          topic: spare
          type: multiple
          stem: Which ones?
          options:
            - {text: A, correct: true, rationale: Yes.}
            - {text: B, rationale: No.}
        """,
    "01-first/module.yaml": """
        title: First
        summary: The first module.
        """,
    "01-first/01-start.md": """
        ---
        title: Start
        summary: How it starts.
        minutes: 10
        ---
        Some **words**.

        :::claim
        claim: practice-helps
        :::

        More words.
        """,
    "01-first/02-next.md": """
        ---
        title: Next
        ---
        What comes next.
        """,
    "01-first/03-check.quiz.yaml": """
        title: Check
        questions: [q-one]
        draw:
          - {topic: spare, count: 1}
        """,
}


class BundleFolder:
    """The files of a bundle in a folder."""

    def __init__(self, path: Path) -> None:
        self.path = path
        for name, text in FILES.items():
            self.write(name, text)

    def write(self, name: str, text: str | bytes) -> None:
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else textwrap.dedent(text).lstrip("\n").encode())

    def replace(self, name: str, old: str, new: str) -> None:
        text = (self.path / name).read_text()
        assert old in text
        (self.path / name).write_text(text.replace(old, new))

    def rename(self, old: str, new: str) -> None:
        (self.path / new).parent.mkdir(parents=True, exist_ok=True)
        (self.path / old).rename(self.path / new)

    def remove(self, name: str) -> None:
        (self.path / name).unlink()


@kept
def catalogue():
    return factories.make_index()


@pytest.fixture
def folder(tmp_path, catalogue) -> BundleFolder:
    return BundleFolder(tmp_path / "small")
