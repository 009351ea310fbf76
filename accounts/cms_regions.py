"""The tree of regions in the editor."""

from collections.abc import Callable

from django.db.models import Count, ProtectedError, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import DeleteView
from wagtail.admin.viewsets.model import ModelViewSet

from accounts import roles
from accounts.cms_forms import RegionForm
from accounts.models import Region, RegionMove


class DeleteRegionView(DeleteView):
    """An empty region may go; one with people, parts, a coordinator or a history may not."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        region: Region = self.object
        if region.numchild or region.people.exists() or roles.coordinators_of(region):
            messages.error(
                request,
                _(
                    "%(region)s cannot be deleted: people, smaller regions or a coordinator belong to it. "
                    "Move them first."
                )
                % {"region": region.name},
            )
            return redirect(reverse("regions:edit", args=[region.pk]))
        if RegionMove.objects.filter(Q(left=region) | Q(wanted=region)).exists():
            words = _("%(region)s cannot be deleted: people have moved from it or to it, and that is kept. Rename it.")
            messages.error(request, words % {"region": region.name})
            return redirect(reverse("regions:edit", args=[region.pk]))
        try:
            answer: HttpResponse = super().dispatch(request, *args, **kwargs)
        except ProtectedError:  # records of rooms above point to it
            words = _("%(region)s cannot be deleted: records that are kept name it. Rename it.")
            messages.error(request, words % {"region": region.name})
            return redirect(reverse("regions:edit", args=[region.pk]))
        return answer


class RegionViewSet(ModelViewSet):
    """Country, province, district: what coordinators answer for."""

    model = Region
    name = "regions"
    url_prefix = "regions"
    icon = "globe"
    menu_label = gettext_lazy("Regions")
    menu_order = 610
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = False
    delete_view_class = DeleteRegionView
    list_display = ["indented", Column("people", label=gettext_lazy("People"), accessor="people_here"), "slug"]
    list_per_page = 100
    search_fields = ["name"]
    ordering = "path"

    def get_form_class(self, for_update: bool = False) -> type[RegionForm]:
        return RegionForm

    @property
    def index_view(self) -> Callable[..., HttpResponse]:
        options = {**self.get_index_view_kwargs(), "queryset": self.listed}
        view: Callable[..., HttpResponse] = self.construct_view(self.index_view_class, **options)
        return view

    @property
    def listed(self) -> QuerySet[Region]:
        return Region.objects.annotate(people_here=Count("people"))
