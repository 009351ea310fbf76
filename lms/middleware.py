"""What a browser may load and run on our pages, the language they speak, and what a visitor sees where there is no page."""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.defaults import page_not_found

from lms import languages

# Everything comes from this site; pictures and videos may also lie in the storage that an organisation chose.
_POLICY = "; ".join(
    [
        "default-src 'self'",
        "img-src 'self' data: https:",
        "media-src 'self' https:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    ]
)
_WAGTAILS_OWN = ("/cms/", "/documents/")  # Wagtail's admin carries scripts in its pages


class ContentSecurityPolicyMiddleware:
    """Pages run no script and load no style but those in our files, whatever somebody managed to write into a lesson."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith(_WAGTAILS_OWN):
            response.headers.setdefault("Content-Security-Policy", _POLICY)
        return response


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
