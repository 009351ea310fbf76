"""From frozen content to HTML: a pure function of the content's hash and the template version, so it is cached under them."""

from typing import Any

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from courses.models import Content
from evidence.citing import citation
from evidence.models import Certainty

# Raise this when a block template changes what learners see.
TEMPLATE_VERSION = 1
_KEPT_FOR = 30 * 24 * 3600


def lesson_html(content: Content) -> SafeString:
    """The lesson's body as learners see it. Flags on claims are not part of it: they change, this does not."""
    key = f"lesson:{TEMPLATE_VERSION}:{content.schema}:{content.hash}"
    html = cache.get(key)
    if html is None:
        html = body_html(content.data["body"])
        cache.set(key, html, _KEPT_FOR)
    return mark_safe(html)  # noqa: S308 rendered by our own templates


def body_html(body: list[dict[str, Any]]) -> SafeString:
    """Every block of a frozen body through its template, in order."""
    return mark_safe(  # noqa: S308 rendered by our own templates
        "".join(
            render_to_string(f"courses/blocks/{block['type']}.html", _context(block, number))
            for number, block in enumerate(body, start=1)
        )
    )


def _context(block: dict[str, Any], number: int) -> dict[str, Any]:
    context: dict[str, Any] = {"block": block, "number": number}
    if block["type"] == "image":
        image = get_image_model().objects.get(pk=block["image"])
        context["rendition"] = image.get_rendition("width-960|format-webp")
    elif block["type"] == "video":
        for role in ("file", "captions"):
            if block[role]:
                context[f"{role}_url"] = get_document_model().objects.get(pk=block[role]["document"]).file.url
    elif block["type"] == "download":
        context["document"] = get_document_model().objects.get(pk=block["file"]["document"])
    elif block["type"] == "claim":
        context["certainty"] = Certainty(block["certainty"]).label
        context["citations"] = [{**source, "text": citation(source)} for source in block["sources"]]
    elif block["type"] == "worksheet":
        context["blanks"] = range(block["blank_rows"])
    return context


def claim_keys(data: dict[str, Any]) -> list[str]:
    """The claims a frozen lesson shows."""
    return [block["key"] for block in data.get("body", []) if block["type"] == "claim"]
