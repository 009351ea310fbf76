"""People in the editor. Roles are granted through accounts.roles, never by ticking groups; nobody is deleted."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin import messages
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.users.views.bulk_actions import AssignRoleBulkAction, DeleteBulkAction
from wagtail.users.views.users import EditView, IndexView, UserColumn, UserViewSet

from accounts import roles
from accounts.cms_forms import PersonCreationForm, PersonEditForm
from accounts.models import User

KEPT = (
    "People are not deleted, because training records rest on them. "
    "Untick “active” to close an account; anonymise it if the person asks to be forgotten."
)


class PeopleView(IndexView):
    """The list of people, found by the name we call them, the name on certificates, or the address."""

    page_title = "People"
    add_item_label = "Add a person"

    @cached_property
    def columns(self):
        name = self._get_title_column_class(UserColumn)
        return [
            name("name", accessor=lambda user: user.get_full_name(), label="Name", get_url=self.get_edit_url),
            Column("email", label="Address", sort_key="email"),
            Column("region", label="Region", sort_key="region__name"),
            Column("roles", label="Roles", accessor=_roles),
            BooleanColumn("is_active", label="Active", sort_key="is_active"),
            DateColumn("last_login", label="Last login", sort_key="last_login"),
        ]

    @cached_property
    def search_fields(self) -> list[str]:
        return ["display_name", "certificate_name", "email"]

    def get_base_queryset(self):
        people = super().get_base_queryset().filter(anonymised_at__isnull=True)
        return people.select_related("region").prefetch_related("groups")

    def get_delete_url(self, instance: User) -> None:
        return None


def _roles(user: User) -> str:
    names = {group.name for group in user.groups.all()} & {roles.TRAINERS, roles.COORDINATORS, roles.ADMINISTRATORS}
    return ", ".join(sorted(names))


class EditPersonView(EditView):
    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.can_delete = False


class KeepPersonView(EditView):
    """Where a "delete" link would lead."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        messages.error(request, KEPT)
        return redirect(reverse("wagtailusers_users:edit", args=[self.object.pk]))


class PersonViewSet(UserViewSet):
    """People with the names and the region we know them by."""

    icon = "user"
    menu_label = "People"
    ordering = "display_name"
    index_view_class = PeopleView
    edit_view_class = EditPersonView
    delete_view_class = KeepPersonView
    create_template_name = "accounts/cms_person_create.html"
    edit_template_name = "accounts/cms_person_edit.html"

    def get_form_class(self, for_update: bool = False):
        return PersonEditForm if for_update else PersonCreationForm


class _Refused:
    """A bulk action of the editor that this site does not do."""

    reason = KEPT

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        messages.error(request, self.reason)
        return redirect(reverse("wagtailusers_users:index"))


class NoBulkDelete(_Refused, DeleteBulkAction):
    pass


class NoBulkRoles(_Refused, AssignRoleBulkAction):
    reason = "Roles come with curricula or regions. Open each person and choose them there."
