"""Reading the outline of a release. Pure."""

from collections.abc import Mapping
from typing import Any

MINUTES_PER_QUESTION = 1.5


def outline_items(outline: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every lesson and quiz of an outline, in order."""
    return [item for module in outline["modules"] for item in module["items"]]


def quiz_length(data: Mapping[str, Any]) -> int:
    """How many questions one attempt shows."""
    drawn: int = sum(min(draw["count"], len(draw["pool"])) for draw in data["draws"])
    return len(data["questions"]) + drawn
