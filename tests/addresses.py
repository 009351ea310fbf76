"""Every address of the site, found from the URL patterns themselves, so that no walk forgets one.

A pattern's places are filled with the samples a test gives; of all ways to fill them, those count that lead back to the
same view.
"""

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.urls.exceptions import Resolver404
from django.utils.regex_helper import normalize


@dataclass(frozen=True)
class Pattern:
    """One URL pattern: its view, and every form it can take with the names of the places left open."""

    view: Any
    name: str
    forms: tuple[tuple[str, tuple[str, ...]], ...]

    def paths(self, samples: Iterable[object], *, at_most: int = 200, further: int = 4) -> list[str]:
        """The addresses that these samples make of it.

        Every sample comes into the first place; of the ways to go on from there, the first few that lead anywhere.
        """
        samples = [str(sample) for sample in samples]
        found: dict[str, None] = {}
        for form, places in self.forms:
            for start in samples if places else [""]:
                rest = itertools.product(samples, repeat=max(len(places) - 1, 0))
                filled = (
                    ("/" + form % dict(zip(places, (start, *more), strict=True)) for more in rest)
                    if places
                    else ["/" + form]
                )
                leading = (path for path in filled if path not in found and self._leads_here(path))
                found.update(dict.fromkeys(itertools.islice(leading, further)))
        return list(found)[:at_most]

    def _leads_here(self, path: str) -> bool:
        return _view_of(_DIGIT.sub("0", path)) is self.view


_DIGIT = re.compile(r"[1-9]")


@cache
def _view_of(path: str) -> Any:
    """The view an address leads to; which digits stand in it makes no difference to that."""
    try:
        return resolve(path).func
    except Resolver404:
        return None


def patterns() -> list[Pattern]:
    """Every pattern, Wagtail's and the account library's as well."""
    return list(_walk(get_resolver(), [("", ())], ""))


def _walk(resolver: URLResolver, before: list[tuple[str, tuple[str, ...]]], namespace: str) -> Iterator[Pattern]:
    for entry in resolver.url_patterns:
        forms = [
            (head + tail, (*head_places, *places))
            for head, head_places in before
            for tail, places in _forms(entry.pattern.regex.pattern)
        ]
        if isinstance(entry, URLPattern):
            yield Pattern(entry.callback, f"{namespace}{entry.name or ''}", tuple(forms))
        else:
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, forms, inner)


def _forms(regex: str) -> list[tuple[str, tuple[str, ...]]]:
    """What a regular expression accepts, with its groups as %(name)s; each group gets a name of its own."""
    made = []
    for form, places in normalize(re.sub(r"^\^", "", regex)):
        mine = {place: f"{place}_{next(_numbers)}" for place in places}
        for place, name in mine.items():
            form = form.replace(f"%({place})s", f"%({name})s")
        made.append((form, tuple(mine.values())))
    return made


_numbers = itertools.count(1)
