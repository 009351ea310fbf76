"""What accounts add to the editor."""

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from accounts.cms import NoBulkDelete, NoBulkRoles, NotedActivity
from accounts.cms_regions import RegionViewSet


@hooks.register("register_admin_viewset")
def regions() -> RegionViewSet:
    return RegionViewSet()


# After the editor's own, which they replace.
for action in (NoBulkDelete, NoBulkRoles, NotedActivity):
    hooks.register("register_bulk_action", action, order=1000)


@hooks.register("construct_settings_menu")
def leave_out_groups(request: HttpRequest, items: list[MenuItem]) -> None:
    """Groups hold what accounts.roles grants. Ticking boxes there would make the two disagree."""
    items[:] = [item for item in items if item.name != "groups"]
