"""Finding claims and sources by whatever somebody remembers of them: every word counts, wherever it stands."""

import json
from collections.abc import Callable

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.db.models.lookups import IContains

from evidence.models import Claim, ClaimSource, Source


def each_word(text: str, words_of: Callable[[str], Q]) -> Q:
    """What holds when every word of a text is found: `words_of` says where one of them may stand."""
    found = Q()
    for word in text.split()[:10]:
        found &= words_of(word)
    return found


def _in_source(word: str) -> Q:
    found = Q()
    for field in ("key", "title", "container_title", "doi", "issued"):
        found |= Q(**{f"{field}__icontains": word})
    # Authors are kept as JSON, which one of our databases writes with escapes for what is not ASCII.
    for written in {word, json.dumps(word)[1:-1]}:
        found |= Q(IContains(Cast("author", TextField()), written))
    return found


def sources(rows: QuerySet[Source], text: str) -> QuerySet[Source]:
    """Those whose key, title, authors, journal, year or DOI hold every word."""
    return rows.filter(each_word(text, _in_source))


def _in_claim(word: str) -> Q:
    supported = ClaimSource.objects.filter(source__in=Source.objects.filter(_in_source(word)))
    return Q(statement__icontains=word) | Q(key__icontains=word) | Q(pk__in=supported.values("claim"))


def claims(rows: QuerySet[Claim], text: str) -> QuerySet[Claim]:
    """Those whose statement, key or sources hold every word."""
    return rows.filter(each_word(text, _in_claim))
