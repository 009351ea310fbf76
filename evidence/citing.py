"""How publications are named: normal DOIs, authors in words, one citation line."""

import re
from typing import Any

_PREFIX = re.compile(r"^(https?://(dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)


def normal_doi(text: str) -> str:
    """The DOI in lower case, without resolver, trailing punctuation or the old doubled slash of `10.1037//`.

    >>> normal_doi("https://doi.org/10.1037//0022-006X.67.5.688.")
    '10.1037/0022-006x.67.5.688'
    """
    doi = _PREFIX.sub("", text.strip()).strip().rstrip(".,; ").lower()
    return re.sub(r"^(10\.\d+)//", r"\1/", doi)


def authors_in_words(names: list[dict[str, Any]]) -> str:
    """One author by family name, two joined with "and", three or more as the first "and colleagues"."""
    shown = [name.get("literal") or name.get("family") or "" for name in names]
    shown = [re.sub(r"\s+et al\.?$", " and colleagues", name) for name in shown if name]
    if len(shown) <= 2:
        return " and ".join(shown) or "Unnamed author"
    return f"{shown[0]} and colleagues"


def citation(source: dict[str, Any]) -> str:
    """One line for people, from a source's frozen fields: authors (year). Title. Journal volume(issue):pages."""
    parts = [f"{authors_in_words(source.get('author', []))} ({source.get('issued', '')[:4]})."]
    if source.get("title"):
        parts.append(source["title"].rstrip(".") + ".")
    where = source.get("container_title", "")
    if source.get("volume"):
        where += f" {source['volume']}"
        if source.get("issue"):
            where += f"({source['issue']})"
    if source.get("page"):
        where += f": {source['page']}" if where else source["page"]
    if where:
        parts.append(where.strip() + ".")
    return " ".join(parts)
