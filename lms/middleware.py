"""What reaches the site at all, what browsers may keep, the language spoken, and where there is no page."""

import re
from collections.abc import Callable
from json import JSONDecodeError
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.datastructures import MultiValueDictKeyError
from django.views.defaults import page_not_found

from lms import languages, organisation, zone


class OrganisationMiddleware:
    """Every request knows what the organisation has decided, asked once, and counts days in its zone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        facts = organisation.now()
        request.organisation = facts  # type: ignore[attr-defined]  # ours
        zone.activate(facts)
        return self.get_response(request)


class LanguageMiddleware:
    """Every page speaks the reader's language, and no cache on the way hands it to a reader of another one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Left active, as Django's own does: what is streamed is written after this returns.
        translation.activate(languages.choose(request, self._of_account(request)))
        response = self.get_response(request)
        if "immutable" not in response.get("Cache-Control", ""):
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
            response.headers.setdefault("Content-Language", translation.get_language() or "")
        return response

    @staticmethod
    def _of_account(request: HttpRequest) -> str:
        """The choice of whoever is logged in; who has no session, or what says its language in its address, is not asked."""
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or request.path.startswith("/words/"):
            return ""
        return getattr(request.user, "language", "")


class NotFoundMiddleware:
    """A trial site, where DEBUG is on, shows visitors the same page as a real one: not the list of our addresses."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return page_not_found(request, exception) if isinstance(exception, Http404) else None


_SESSION_KEY = re.compile(r"[a-z0-9]{32}")
_CHARSETS = {"", "utf-8", "utf8", "us-ascii", "ascii"}  # what browsers send from our pages
_COUNTS = re.compile(r".+-(count|order)")  # how many blocks of a page's body, and in which order


class SoundRequestMiddleware:
    """What no browser of ours sends never reaches the views: it is left out where it says nothing, else answered 400."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _SESSION_KEY.fullmatch(request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")):
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        if not _is_address(request.META.get("HTTP_REFERER", "")):
            del request.META["HTTP_REFERER"]
        charset = (request.content_params or {}).get("charset", "")
        if charset.strip("\"'").lower() not in _CHARSETS or "\0" in request.path_info or _has_nul(request.GET):
            return _refused()
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        return _refused() if request.method == "POST" and not _is_sound_form(request) else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A form from which a part is missing was cut off on its way, and so was the text of an editor that breaks off."""
        if isinstance(exception, MultiValueDictKeyError):
            return _refused()
        return _refused() if isinstance(exception, JSONDecodeError) and request.method == "POST" else None


def _refused() -> HttpResponse:
    # without the request, which the page would try to read once more
    return HttpResponseBadRequest(render_to_string("400.html"))


def _is_sound_form(request: HttpRequest) -> bool:
    try:
        form = request.POST
    except (UnreadablePostError, MultiPartParserError):
        return False
    counts = [value for name, values in form.lists() if _COUNTS.fullmatch(name) for value in values]
    return not _has_nul(form) and all(value.isdecimal() and len(value) < 10 for value in counts)


def _is_address(text: str) -> bool:
    try:
        urlsplit(text)
    except ValueError:
        return False
    return True


def _has_nul(fields: QueryDict) -> bool:
    return any("\0" in name or any("\0" in value for value in values) for name, values in fields.lists())


class PersonalPagesMiddleware:
    """What was made for somebody logged in is kept by no browser and no proxy, whichever view made it.

    Only what says itself that it is the same for everybody who may have it ("public", "immutable") is left alone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if _was_made_for_somebody(request) and not _is_the_same_for_all(response):
            add_never_cache_headers(response)
        return response


def _is_the_same_for_all(response: HttpResponse) -> bool:
    return bool({"public", "immutable"} & set(response.get("Cache-Control", "").split(", ")))


def _was_made_for_somebody(request: HttpRequest) -> bool:
    # where nobody asked for the session, the answer does not depend on who is there
    if not hasattr(request, "session") or not request.session.accessed:
        return False
    return hasattr(request, "user") and request.user.is_authenticated
