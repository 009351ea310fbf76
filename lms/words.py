"""The words that scripts say, as one small script a language; its address changes when a word does."""

from functools import lru_cache
from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.i18n import JavaScriptCatalog

from lms.languages import is_offered

_FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def words(request: HttpRequest, language: str, version: str) -> HttpResponse:
    """gettext(), ngettext() and the words for them. An address of an older version gets today's words, and keeps them not."""
    if not is_offered(language):
        raise Http404(_("The site does not speak this language."))
    script = _script(language)
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = _FOR_EVER if version == _version(script) else "no-cache"
    return response


def address() -> str:
    """Where the page being made finds the words of its language."""
    language = translation.get_language() or "en"
    language = language if is_offered(language) else language.split("-")[0]
    return reverse("words", args=[language, _version(_script(language))]) if is_offered(language) else ""


def _version(script: bytes) -> str:
    return sha256(script).hexdigest()[:12]


@lru_cache(maxsize=8)
def _script(language: str) -> bytes:
    with translation.override(language):
        return JavaScriptCatalog(packages=["lms"]).get(HttpRequest()).content
