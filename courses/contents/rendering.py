"""From frozen content to HTML: a pure function of the content's hash and the template version, so it is cached under them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from courses.contents.models import Content
from evidence.citing import authors_in_words, citation
from evidence.models import Certainty
from evidence.standing import Flag
from lms import fingerprints

_ROOM = Path(__file__).parent
_KEPT_FOR = 30 * 24 * 3600
_LEVELS = {Certainty.HIGH: 4, Certainty.MODERATE: 3, Certainty.LOW: 2, Certainty.VERY_LOW: 1}


@dataclass(frozen=True)
class Lesson:
    """A rendered lesson body. Flags on claims are not part of it: they change, this does not."""

    html: str
    claims: tuple[tuple[str, int], ...]  # key of each claim shown, and the number of its block


def lesson(content_hash: str) -> Lesson:
    """The lesson as learners see it, from the cache or, once in a while, from its frozen content (one query)."""
    # a change to what renders it, or another language, makes another key
    key = f"lesson:{fingerprints.of_folder(_ROOM)}:{get_language()}:{content_hash}"
    if kept := cache.get(key):
        html, claims = json.loads(kept)
        return Lesson(html, tuple((claim, number) for claim, number in claims))
    body = Content.objects.get(pk=content_hash, kind=Content.Kind.LESSON).data["body"]
    found = Lesson(_blocks_html(body), tuple(_claims(body)))
    cache.set(key, json.dumps([found.html, found.claims]), _kept_for(body))
    return found


def lesson_html(rendered: Lesson, flags: Mapping[str, Flag]) -> SafeString:
    """The lesson's body with a banner on every claim that is flagged now."""
    html = rendered.html
    for key in {key for key, _ in rendered.claims}:
        banner = render_to_string("contents/_claim_flag.html", {"flag": flags[key]}) if key in flags else ""
        html = html.replace(_flag_marker(key), banner)
    return mark_safe(html)  # noqa: S308 rendered by our own templates


def body_html(body: list[dict[str, Any]], flags: Mapping[str, Flag] | None = None) -> SafeString:
    """A frozen body that is not released yet, as learners would see it (previews)."""
    return lesson_html(Lesson(_blocks_html(body), tuple(_claims(body))), flags or {})


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


def _blocks_html(body: list[dict[str, Any]]) -> str:
    return "".join(
        render_to_string(f"contents/blocks/{block['type']}.html", _context(block, number))
        for number, block in enumerate(body, start=1)
    )


def _claims(body: list[dict[str, Any]]) -> list[tuple[str, int]]:
    return [(block["key"], number) for number, block in enumerate(body, start=1) if block["type"] == "claim"]


def _kept_for(body: list[dict[str, Any]]) -> int:
    """How long the HTML may be kept: less than the signed addresses of images live, where storage signs them."""
    if getattr(default_storage, "querystring_auth", False) and any(block["type"] == "image" for block in body):
        return default_storage.querystring_expire // 2
    return _KEPT_FOR


def _flag_marker(key: str) -> str:
    return f"<!--flag:{key}-->"


def _context(block: dict[str, Any], number: int) -> dict[str, Any]:
    context: dict[str, Any] = {"block": block, "number": number}
    more = _MORE.get(block["type"])
    return {**context, **more(block)} if more else context


def _image(block: dict[str, Any]) -> dict[str, Any]:
    image = get_image_model().objects.get(pk=block["image"])
    return {"rendition": image.get_rendition("width-960|format-webp")}


def _video(block: dict[str, Any]) -> dict[str, Any]:
    """Addresses of the video and its captions. They go through the site, so they never expire in a cached page."""
    found = {role: block[role]["document"] for role in ("file", "captions") if block[role]}
    documents = get_document_model().objects.in_bulk(found.values())
    return {f"{role}_url": documents[pk].url for role, pk in found.items()}


def _download(block: dict[str, Any]) -> dict[str, Any]:
    return {"document": get_document_model().objects.get(pk=block["file"]["document"])}


def claim_context(block: dict[str, Any]) -> dict[str, Any]:
    """What the claim card says beside the frozen claim: certainty in words, citations, and where a flag goes."""
    names = [f"{authors_in_words(source['author'])} ({source['issued'][:4]})" for source in block["sources"]]
    return {
        "certainty": Certainty(block["certainty"]).label,
        "level": _LEVELS[Certainty(block["certainty"])],
        "citations": [{**source, "text": citation(source)} for source in block["sources"]],
        "names": names,
        "flag_marker": mark_safe(_flag_marker(block["key"])),  # noqa: S308 claim keys are slugs
    }


def _worksheet(block: dict[str, Any]) -> dict[str, Any]:
    """Rows with each cell beside its column's name, as long as the table is wide."""
    columns = block["columns"]
    rows = [
        [(column, row[place] if place < len(row) else "") for place, column in enumerate(columns)]
        for row in block["rows"]
    ]
    return {"table": rows, "blanks": range(block["blank_rows"])}


def _role_play(block: dict[str, Any]) -> dict[str, Any]:
    lines = [{**line, "facilitates": "facilitator" in line["speaker"].lower()} for line in block["lines"]]
    return {"lines": lines}


_MORE = {
    "image": _image,
    "video": _video,
    "download": _download,
    "claim": claim_context,
    "worksheet": _worksheet,
    "role_play": _role_play,
}
