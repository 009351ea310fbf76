"""People in the editor. Roles are granted through accounts.roles, never by ticking groups; nobody is deleted."""

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.users.views.bulk_actions import AssignRoleBulkAction, DeleteBulkAction, SetActiveStateBulkAction
from wagtail.users.views.users import EditView, IndexView, UserColumn, UserViewSet

from accounts import person_changes, roles
from accounts.cms_forms import PersonCreationForm, PersonEditForm
from accounts.models import User

KEPT = _(
    "People are not deleted, because training records rest on them. "
    "Untick “active” to close an account; anonymise it if the person asks to be forgotten."
)
_ROLES = {
    roles.TRAINERS: _("Trainers"),
    roles.COORDINATORS: _("Coordinators"),
    roles.ADMINISTRATORS: _("Administrators"),
    roles.ASSESSORS: _("Assessors"),
}


class PeopleView(IndexView):
    """The list of people, found by the name we call them, the name on certificates, or the address."""

    page_title = _("People")
    add_item_label = _("Add a person")

    @cached_property
    def columns(self) -> list[Column]:
        name = self._get_title_column_class(UserColumn)
        return [
            name("name", accessor=lambda user: user.get_full_name(), label=_("Name"), get_url=self.get_edit_url),
            Column("email", label=_("Address"), sort_key="email"),
            Column("region", label=_("Region"), sort_key="region__name"),
            Column("roles", label=_("Roles"), accessor=_roles),
            BooleanColumn("is_active", label=_("Active"), sort_key="is_active"),
            DateColumn("last_login", label=_("Last login"), sort_key="last_login"),
        ]

    @cached_property
    def search_fields(self) -> list[str]:
        return ["display_name", "certificate_name", "email"]

    def get_base_queryset(self) -> QuerySet[User]:
        people: QuerySet[User] = super().get_base_queryset().filter(anonymised_at__isnull=True)
        return people.select_related("region").prefetch_related("groups")

    def get_delete_url(self, instance: User) -> None:
        return None


def _roles(user: User) -> str:
    return ", ".join(sorted(str(_ROLES[group.name]) for group in user.groups.all() if group.name in _ROLES))


class EditPersonView(EditView):
    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        self.can_delete = False

    @transaction.atomic
    def save_instance(self) -> User:
        """Whatever an administrator changes about somebody, that person can read of it."""
        before = person_changes.locked_facts(self.object)
        saved: User = super().save_instance()
        person_changes.note(saved, before, by=self.request.user, at=timezone.now())
        return saved


class KeepPersonView(EditView):
    """Where a "delete" link would lead."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        messages.error(request, str(KEPT))
        return redirect(reverse("wagtailusers_users:edit", args=[self.object.pk]))


class PersonViewSet(UserViewSet):
    """People with the names and the region we know them by."""

    icon = "user"
    menu_label = _("People")
    ordering = "display_name"
    index_view_class = PeopleView
    edit_view_class = EditPersonView
    delete_view_class = KeepPersonView
    create_template_name = "accounts/cms_person_create.html"
    edit_template_name = "accounts/cms_person_edit.html"

    def get_form_class(self, for_update: bool = False) -> type[PersonCreationForm] | type[PersonEditForm]:
        return PersonEditForm if for_update else PersonCreationForm


class _Refused:
    """A bulk action of the editor that this site does not do."""

    reason = KEPT

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        messages.error(request, str(self.reason))
        return redirect(reverse("wagtailusers_users:index"))


class NoBulkDelete(_Refused, DeleteBulkAction):
    pass


class NotedActivity(SetActiveStateBulkAction):
    """Closing or opening several accounts at once: noted with each of them, and said as when it is done one by one."""

    @classmethod
    @transaction.atomic
    def execute_action(cls, objects: list[User], *, user: User, **kwargs: object) -> tuple[int, int]:
        before = [(one, person_changes.locked_facts(one)) for one in sorted(objects, key=lambda one: one.pk)]
        done: tuple[int, int] = super().execute_action(objects, user=user, **kwargs)
        for person, facts in before:
            person.refresh_from_db(fields=["is_active"])
            person.save(update_fields=["is_active"])  # the library's own writing is heard by nobody
            person_changes.note(person, facts, by=user, at=timezone.now())
        return done


class NoBulkRoles(_Refused, AssignRoleBulkAction):
    reason = _("Roles come with curricula or regions. Open each person and choose them there.")
