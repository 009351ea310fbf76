"""Addresses: account settings and the switch of languages. Logging in, passwords and second steps are the account library's."""

from django.urls import path

from accounts.views import language, settings

app_name = "accounts"

urlpatterns = [
    path("account/", settings.settings, name="settings"),
    path("language/", language.language, name="language"),
]
