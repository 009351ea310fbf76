"""Reading the outline of a release. Pure."""

from collections.abc import Mapping
from typing import Any

MINUTES_PER_QUESTION = 1.5


def outline_items(outline: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every lesson and quiz of an outline, in order."""
    return [item for module in outline["modules"] for item in module["items"]]


def quiz_length(data: Mapping[str, Any]) -> int:
    """How many questions one attempt shows: a draw asks its critical questions, however few it draws."""
    critical = set(data.get("critical", ())) - set(data["questions"])
    counts = (max(draw["count"], len(critical & set(draw["pool"]))) for draw in data["draws"])
    drawn: int = sum(min(count, len(draw["pool"])) for count, draw in zip(counts, data["draws"], strict=True))
    return len(data["questions"]) + drawn
