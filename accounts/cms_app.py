"""The editor's own app for users, with our people in it."""

from wagtail.users.apps import WagtailUsersAppConfig


class CmsUsersConfig(WagtailUsersAppConfig):
    user_viewset = "accounts.cms.PersonViewSet"
