"""Claims as frozen content carries them, and the card that shows one."""

from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from evidence.citing import authors_in_words, citation
from evidence.models import Certainty, Claim

_LEVELS = {Certainty.HIGH: 4, Certainty.MODERATE: 3, Certainty.LOW: 2, Certainty.VERY_LOW: 1}


def freeze(claim: Claim) -> dict[str, Any]:
    """A claim as it stands today, with its sources in CSL fields."""
    sources = [
        {
            "key": support.source.key,
            "title": support.source.title,
            "author": support.source.author,
            "container_title": support.source.container_title,
            "issued": support.source.issued,
            "volume": support.source.volume,
            "issue": support.source.issue,
            "page": support.source.page,
            "doi": support.source.doi or "",
            "url": support.source.url,
            "note": support.note,
        }
        for support in claim.support.select_related("source").order_by("sort_order")
    ]
    return {
        "key": claim.key,
        "statement": claim.statement,
        "certainty": claim.certainty,
        "certainty_note": claim.certainty_note,
        "sources": sources,
    }


def card(claim: Mapping[str, Any]) -> dict[str, Any]:
    """What the card of a frozen claim says beside its words: certainty, citations. Plain values, in the reader's language."""
    names = [f"{authors_in_words(source['author'])} ({source['issued'][:4]})" for source in claim["sources"]]
    return {
        "certainty": str(Certainty(claim["certainty"]).label),
        "level": _LEVELS[Certainty(claim["certainty"])],
        "citations": [{**source, "text": citation(source)} for source in claim["sources"]],
        "names": names,
    }


def flag_marker(key: str) -> SafeString:
    """Where the banner of a claim goes once it is known whether there is one."""
    return mark_safe(f"<!--flag:{key}-->")  # noqa: S308 claim keys are slugs
