"""In the editor, "this cannot be deleted" is an answer, not an error page."""

from collections.abc import Callable
from typing import Any

from django.db.models import ProtectedError, RestrictedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from courses.releases import keeping
from lms.append_only import AppendOnlyError

# The editor's pages that delete one image or document, which offer no hook of their own.
_DELETES = {
    "wagtailimages:delete": (get_image_model, "image_id", "wagtailimages:edit"),
    "wagtaildocs:delete": (get_document_model, "document_id", "wagtaildocs:edit"),
}


class KeepWhatIsNeededMiddleware:
    """Explain why something stays, before asking whether to delete it, and whatever the way it was tried."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Images and documents that a release uses cannot be deleted."""
        match = request.resolver_match
        found = _DELETES.get(match.view_name) if match is not None else None
        if found is None or not request.user.has_perm("wagtailadmin.access_admin"):
            return None
        model, name, edit = found
        thing = model().objects.filter(pk=kwargs[name]).first()
        reasons = keeping.reasons(thing) if thing is not None else []
        if not reasons:
            return None
        messages.error(request, " ".join([_("This cannot be deleted."), *reasons]))
        return redirect(reverse(edit, args=[thing.pk]))

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Whatever else something rests on: the database refused, nothing was changed."""
        if not isinstance(exception, ProtectedError | RestrictedError | AppendOnlyError):
            return None
        if not request.path.startswith(reverse("wagtailadmin_home")):
            return None
        messages.error(
            request,
            _(
                "This cannot be deleted, because records rest on it. Nothing was changed. Unpublish or switch it off instead."
            ),
        )
        return redirect("wagtailadmin_home")
