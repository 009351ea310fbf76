"""What browsers may load and run on a page that has a policy of its own."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from csp.decorators import csp
from django.http import HttpResponseBase

_View = TypeVar("_View", bound=Callable[..., HttpResponseBase])


def allow_only(directives: dict[str, Any]) -> Callable[[_View], _View]:
    """Decorator: instead of the site's policy, exactly these directives. The package's types know no view with arguments."""
    return cast(Callable[[_View], _View], csp(directives))
