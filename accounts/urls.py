"""Addresses: account settings, the switch of languages, Wagtail's doors. The account library has logging in and passwords."""

from django.urls import path

from accounts.views import doors, language, settings

app_name = "accounts"

urlpatterns = [
    path("account/", settings.settings, name="settings"),
    # before Wagtail's own, which would take a password without asking for the second step
    path("cms/login/", doors.login, name="cms_login"),
    path("_util/login/", doors.login, name="pages_login"),
    path("cms/password_reset/", doors.reset, name="cms_reset"),
    path("cms/password_reset/<path:rest>", doors.reset, name="cms_reset_further"),
    path("language/", language.language, name="language"),
]
