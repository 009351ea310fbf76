"""What accounts add to the editor."""

from wagtail import hooks

from accounts.cms import NoBulkDelete, NoBulkRoles
from accounts.cms_regions import RegionViewSet


@hooks.register("register_admin_viewset")
def regions() -> RegionViewSet:
    return RegionViewSet()


# After the editor's own, which they replace.
for action in (NoBulkDelete, NoBulkRoles):
    hooks.register("register_bulk_action", action, order=1000)
