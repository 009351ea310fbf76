"""What browsers may load and run, on every page and on one with a policy of its own; and what is open to everybody."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from csp.constants import NONE, SELF
from csp.decorators import csp
from django.http import HttpResponseBase

# Pages run no script and load no style but those in our files, whatever somebody managed to write into a lesson. Pictures
# and videos may also lie in the storage that an organisation chose.
SITE = {
    "EXCLUDE_URL_PREFIXES": ["/cms/", "/documents/"],  # Wagtail's admin carries scripts in its pages
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "https:"],
        "media-src": [SELF, "https:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    },
}

# Addresses that show what is public, or somebody their own: they ask for no second step.
OPEN_TO_EVERYBODY = (
    "/account/",
    "/learn/",
    "/curricula/",
    "/certificates/",
    "/calendar/",
    "/verify/",
    "/help/",
    "/privacy/",
    "/terms/",
    "/accessibility/",
    "/organisation/",
    "/notices/stop/",
    "/theme/",
    "/healthz",
    "/readyz",
    "/metrics",
    "/robots.txt",
    "/files/",
)

_View = TypeVar("_View", bound=Callable[..., HttpResponseBase])


def allow_only(directives: dict[str, Any]) -> Callable[[_View], _View]:
    """Decorator: instead of the site's policy, exactly these directives. The package's types know no view with arguments."""
    return cast(Callable[[_View], _View], csp(directives))
