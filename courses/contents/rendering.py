"""From frozen content to HTML: a pure function of the content, of what it is made with, and of the reader's language."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from courses.contents import files, own
from courses.contents.blocks import registry
from courses.contents.claims import flag_marker
from courses.contents.filing import renditions_of
from courses.contents.models import Content
from courses.contents.typography import typeset
from evidence.standing import Flag
from lms import fingerprints

# Whatever the HTML is made with: templates and code, how sources are cited, tags and drawings, the words of every language.
_MADE_WITH = ("courses/contents", "evidence", "lms", "locale")
_KEPT_FOR = 30 * 24 * 3600


@dataclass(frozen=True)
class Lesson:
    """A rendered lesson body. Flags on claims and what is each reader's own are not part of it: they change, this does not."""

    html: str
    claims: Sequence[tuple[str, int]]  # key of each claim shown, and the number of its block
    notebook: Sequence[tuple[str, str]] = ()  # name and kind of each block in which readers keep something


def lesson(content_hash: str, language: str = "en") -> Lesson:
    """The lesson as learners see it, from the cache or, once in a while, from its frozen content (few queries). `language` is
    the one it is written in.
    """
    key = kept_under("lesson", f"{content_hash}:{language}")
    kept = cache.get(key)
    if kept is not None:
        found = json.loads(kept)
        claims = [(claim, number) for claim, number in found["claims"]]
        return Lesson(found["html"], claims, [(name, kind) for name, kind in found["notebook"]])
    made = _made(Content.objects.get(pk=content_hash, kind=Content.Kind.LESSON).data["body"], language)
    cache.set(key, json.dumps(asdict(made)), _KEPT_FOR)
    return made


@dataclass(frozen=True)
class About:
    """What a frozen lesson holds beside its text."""

    claims: frozenset[str]  # the keys of those it shows
    notebook: tuple[tuple[str, str], ...]  # name and kind of each block in which readers keep something


@lru_cache(maxsize=4000)
def about(content_hash: str, language: str) -> About:
    """What a lesson holds, asked once by each process: frozen content does not change."""
    made = lesson(content_hash, language)
    return About(frozenset(key for key, _ in made.claims), tuple(made.notebook))


def kept_under(what: str, identity: object) -> str:
    """The key under which something made from frozen content is kept: new code, templates or words make a new one."""
    made_with = ".".join(fingerprints.of_folder(settings.BASE_DIR / folder) for folder in _MADE_WITH)
    return f"{what}:{made_with}:{get_language()}:{identity}"


def lesson_html(rendered: Lesson, flags: Mapping[str, Flag], given: own.Given | None = own.NOTHING) -> SafeString:
    """The lesson's body with a banner on every claim that is flagged now, and with what the reader has kept in it."""
    html = own.filled(rendered.html, given)
    for key in {key for key, _ in rendered.claims}:
        banner = render_to_string("contents/_claim_flag.html", {"flag": flags[key]}) if key in flags else ""
        html = html.replace(flag_marker(key), banner)
    return mark_safe(html)  # noqa: S308 rendered by our own templates


def body_html(
    body: Sequence[Mapping[str, Any]],
    flags: Mapping[str, Flag] | None = None,
    drafts: Iterable[files.Shown] = (),
    *,
    language: str = "en",
) -> SafeString:
    """A frozen body that is not released yet, as learners would see it; files not kept yet are shown where authors see them."""
    html: str = lesson_html(_made(body, language), flags or {})
    for file in drafts:
        html = html.replace(files.address(file.data), escape(file.draft_address()))
    return mark_safe(html)  # noqa: S308 as above


def flagged_claims(rendered: Lesson, flags: Mapping[str, Flag]) -> list[dict[str, Any]]:
    """Why claims of a lesson are flagged: each reason once, with the numbers of the blocks it stands on, in order."""
    first: dict[str, int] = {}
    for key, number in rendered.claims:
        first.setdefault(key, number)
    reasons: dict[str, list[int]] = {}
    for key, number in first.items():
        if key in flags:
            reasons.setdefault(flags[key].sentence, []).append(number)
    return [{"sentence": sentence, "numbers": numbers} for sentence, numbers in reasons.items()]


def blocks_html(
    body: Sequence[Mapping[str, Any]],
    flags: Mapping[str, Flag],
    given: own.Given = own.NOTHING,
    *,
    language: str = "en",
) -> list[SafeString]:
    """Every block of a frozen body by itself, as learners would see it, in reading order."""
    claims = [(claim["key"], number) for number, claim in registry.claims(body)]
    return [lesson_html(Lesson(html, claims), flags, given) for html in _blocks(body, language)]


def _made(body: Sequence[Mapping[str, Any]], language: str) -> Lesson:
    claims = [(claim["key"], number) for number, claim in registry.claims(body)]
    notebook = [(name, block["type"]) for _number, name, block in registry.named_blocks(body)]
    return Lesson("".join(_blocks(body, language)), claims, notebook)


def _blocks(body: Sequence[Mapping[str, Any]], language: str) -> list[str]:
    renditions = renditions_of({file["sha256"] for file in registry.files(body)})
    names = {number: name for number, name, _block in registry.named_blocks(body)}
    made = [_block_html(block, number, names.get(number), renditions) for number, block in enumerate(body, start=1)]
    return [typeset(html, language) for html in made]


def _block_html(block: Mapping[str, Any], number: int, name: str | None, renditions: Mapping[str, Any]) -> str:
    kind = registry.kind(block["type"])
    context = {"block": block, "number": number, **kind.context(block, renditions)}
    if name is not None:
        marks = own.Marks(name)
        context |= {"name": name, "own": marks, **kind.marked(block, marks)}
    return render_to_string(kind.template, context)
