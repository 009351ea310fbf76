"""Which view previews which page: the views say so themselves, so that pages need not know them."""

from collections.abc import Callable

from django.db.models import Model
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]
_VIEWS: dict[str, View] = {}


def previews(kind: str) -> Callable[[View], View]:
    """Decorator: this view previews this kind of thing (`page` or `question`)."""

    def keep(view: View) -> View:
        _VIEWS[kind] = view
        return view

    return keep


def show(kind: str, request: HttpRequest, thing: Model, **options: object) -> HttpResponse:
    """The draft as learners would see it."""
    return _VIEWS[kind](request, thing, **options)
