"""Finding plain words on a page: letters that are neither the made-up language nor something kept in the database."""

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from zoneinfo import available_timezones

from bs4 import BeautifulSoup, NavigableString
from bs4.element import PreformattedString
from django.apps import apps
from django.conf import settings
from django.db import models

from tests import factories

_ATTRIBUTES = ("title", "alt", "aria-label", "placeholder", "data-label", "aria-description")
_SKIPPED = {"script", "style", "template", "code"}  # commands and keys are nobody's words
_OURS = (
    "home",
    "desk",
    "proof",
    "updates",
    "ledger",
    "practice",
    "learning",
    "releases",
    "authoring",
    "contents",
    "evidence",
    "notices",
    "accounts",
    "wagtailcore",
    "lms",
    "account",
    "mfa",
)
# Addresses, e-mail addresses, codes of certificates and file names are nobody's words.
_NO_WORDS = re.compile(
    r"https?://\S+|\b[\w.:-]+/verify/\S+|\bdoi\.org/\S+|(?<!\w)\.json\b|\S+@\S+|(?<![\w<])/[\w/.#?=&%-]+|\b[0-9A-Z]{4}(?:-[0-9A-Z]{1,4})+\b|\w+\.(?:txt|csv|json)\b"
)
_MADE_UP = re.compile("[⟦⟧Ａ-Ｚａ-ｚ]+")
_BREAK = re.compile(r"[^A-Za-zÀ-ÖØ-öø-ÿ'’ -]+")
_NAMES = ["Cairn", settings.SITE_NAME, factories.DECIDED.name, *dict(settings.LANGUAGES).values()]
_NAMES += [zone.replace("_", " ") for zone in available_timezones()]


def fragments(text: str) -> Iterator[str]:
    """The runs of plain words in a text, without what stands between them."""
    text = text.replace("’", "'")  # pages set what was typed straight
    for run in _BREAK.split(_MADE_UP.sub("|", _NO_WORDS.sub("|", text))):
        words = " ".join(run.split()).strip("-'’ ")
        if re.search(r"[A-Za-z]{2}", words):
            yield words


def plain_words(html: str, kept: set[str]) -> list[str]:
    """Every plain run in the texts and the spoken attributes of a page that is not kept data."""
    return sorted({run for text in _texts(html) for run in fragments(text) if run not in kept})


def plain_words_in_text(text: str, kept: set[str]) -> list[str]:
    """The same for a text without markup: a letter's text part, or what was read out of a PDF."""
    return sorted({run for run in fragments(text) if run not in kept})


def _texts(html: str) -> Iterator[str]:
    page = BeautifulSoup(html, "html.parser")
    for node in page.find_all(string=True):
        is_text = isinstance(node, NavigableString) and not isinstance(node, PreformattedString)
        if is_text and not any(parent.name in _SKIPPED for parent in node.parents):
            yield str(node)
    for tag in page.find_all(True):
        yield from (str(tag[name]) for name in _ATTRIBUTES if tag.get(name))
        if tag.name == "input" and tag.get("type") in ("submit", "button", "reset"):
            yield tag.get("value", "")
        if tag.name == "meta" and tag.get("name") == "description":
            yield tag.get("content", "")


def kept_words(extra: Iterable[str] = ()) -> set[str]:
    """The runs of everything people wrote: titles, names, texts in the database; not what stands for a choice or a key."""
    found = {run for text in [*_NAMES, *extra] for run in fragments(text)}
    for label in _OURS:
        for model in apps.get_app_config(label).get_models():
            fields = [field.attname for field in model._meta.concrete_fields if _holds_words(field)]
            for row in model._default_manager.values_list(*fields) if fields else ():
                found.update(run for value in row for text in _leaves(value) for run in fragments(text))
    return found


def _holds_words(field: models.Field) -> bool:
    if isinstance(field, models.SlugField | models.EmailField | models.URLField) or field.choices:
        return False
    by_name = field.name in ("kind", "action", "key", "type", "slug", "hash", "codename")
    return isinstance(field, models.CharField | models.TextField | models.JSONField) and not by_name


def _leaves(value: object) -> Iterator[str]:
    if isinstance(value, str) and value[:1] in "[{":
        with suppress(ValueError):
            value = json.loads(value)
    if isinstance(value, dict):
        for one in value.values():
            yield from _leaves(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _leaves(one)
    elif isinstance(value, str):
        yield from (
            (str(text) for text in BeautifulSoup(value, "html.parser").find_all(string=True))
            if "<" in value
            else [value]
        )
    elif value is not None and hasattr(value, "raw_data"):
        yield from _leaves(list(value.raw_data))
    elif hasattr(value, "source"):
        yield from _leaves(str(value.source))
