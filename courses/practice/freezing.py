"""A rubric as plain data: from what a trainer wrote to what is frozen."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from wagtail.blocks import StreamValue

from courses.practice import rubrics


def data_of(title: str, language: str, intro: str, sections: StreamValue, rules: StreamValue) -> dict[str, Any]:
    """The data of a rubric (see `rubrics`). Every block that was ever saved has a lasting name, which is the item's key."""
    sections.get_prep_value()  # which names blocks that have no name yet
    found = [
        {
            "title": section.value["title"],
            "items": [_item(str(block.id), block.block_type, block.value) for block in section.value["items"]],
        }
        for section in sections
    ]
    data: dict[str, Any] = {"title": title, "language": language, "intro": intro, "sections": found, "rules": []}
    checks = len(rubrics.of_kind(data, "check"))
    data["rules"] = [_rule(block.block_type, block.value, checks) for block in rules]
    return data


def _item(key: str, kind: str, value: Mapping[str, Any]) -> dict[str, Any]:
    item: dict[str, Any] = {"key": key, "kind": kind, "text": value["text"], "help": value["help"] or ""}
    if kind == "check":
        item |= {"required": bool(value["required"]), "may_skip": bool(value["may_skip"])}
    elif kind == "scale":
        item |= {"levels": list(value["levels"]), "minimum": value["minimum"], "may_skip": bool(value["may_skip"])}
    elif kind == "count":
        item |= {"least": value["least"]}
    elif kind == "ratio":
        least = [value["least_first"], value["least_second"]]
        item |= {"first": value["first"], "second": value["second"], "least": least}
    return item


def _rule(kind: str, value: Any, checks: int) -> dict[str, Any]:
    if kind == "share":
        return {"kind": kind, "least": value, "of": checks}
    if kind == "mean":
        exact = Fraction(value)
        return {"kind": kind, "least": [exact.numerator, exact.denominator]}
    return {"kind": kind, "least": value}
