"""Addresses: account settings. Logging in, passwords and second steps are the account library's."""

from django.urls import path

from accounts.views import settings

app_name = "accounts"

urlpatterns = [path("account/", settings.settings, name="settings")]
