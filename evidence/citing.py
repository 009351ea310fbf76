"""How publications are named: normal DOIs, authors in words, one citation line."""

import re
from typing import Any

from django.utils.translation import gettext as _

_ET_AL = re.compile(r"\s+et al\.?$")
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
    shown = [name for name in (name.get("literal") or name.get("family") or "" for name in names) if name]
    if not shown:
        return _("Unnamed author")
    if len(shown) > 2:
        return _and_colleagues(_ET_AL.sub("", shown[0]))
    shown = [_and_colleagues(cut) if (cut := _ET_AL.sub("", name)) != name else name for name in shown]
    return shown[0] if len(shown) == 1 else _("%(first)s and %(second)s") % {"first": shown[0], "second": shown[1]}


def _and_colleagues(name: str) -> str:
    return _("%(author)s and colleagues") % {"author": name}


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
