"""Addresses: Account settings."""

app_name = "accounts"

urlpatterns: list = []
