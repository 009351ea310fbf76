"""Addresses: The inbox and its choices."""

app_name = "notices"

urlpatterns: list = []
