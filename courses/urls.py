"""Addresses: The catalogue and the lesson player."""

app_name = "courses"

urlpatterns: list = []
