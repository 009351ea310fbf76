"""Lists and choosers of the editor that find by every word, and show what tells one thing from another."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets import Button
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet
from wagtail.snippets.views.snippets import IndexView

Find = Callable[[Any, str], Any]


def list_finding(
    find: Find,
    prepare: Callable[[Sequence[Any]], None] | None = None,
    ways: Callable[[Any], Sequence[Button]] | None = None,
) -> type[IndexView]:
    """A list of the editor that searches with `find`; `prepare` is handed the rows of a page before they are shown.

    `ways` gives, for a user, buttons that lead further from the list.
    """

    class FindingList(IndexView):
        def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
            return find(queryset, self.search_query) if self.is_searching else queryset

        @property
        def header_more_buttons(self) -> list[Button]:
            return [*super().header_more_buttons, *(ways(self.request.user) if ways is not None else ())]

        def get_table(self, object_list: Any) -> Any:
            if prepare is not None:
                object_list = list(object_list)
                prepare(object_list)
            return super().get_table(object_list)

    return FindingList


def chooser_finding(
    find: Find, rows: Callable[[], QuerySet[Any]], columns: Sequence[Column]
) -> type[SnippetChooserViewSet]:
    """A chooser of the editor that searches with `find` among `rows`, and shows these columns beside the name."""

    class FilterForm(BaseFilterForm):
        q = forms.CharField(
            label=_("Search term"), widget=forms.TextInput(attrs={"placeholder": _("Search")}), required=False
        )

        def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
            objects = super().filter(objects)
            if query := self.cleaned_data.get("q"):
                objects = find(objects, query)
                self.is_searching, self.search_query = True, query
            return objects

    class Shown:
        filter_form_class = FilterForm

        def get_object_list(self) -> QuerySet[Any]:
            return rows()

        @property
        def columns(self) -> list[Column]:
            return [*super().columns, *columns]  # type: ignore[misc]

    return type(
        "FindingChooser",
        (SnippetChooserViewSet,),
        {
            "choose_view_class": type("FindingChooseView", (Shown, ChooseView), {}),
            "choose_results_view_class": type("FindingResultsView", (Shown, ChooseResultsView), {}),
        },
    )
