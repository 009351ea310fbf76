"""Addresses: the operations page."""

from django.urls import path

from operations.views import overview

app_name = "operations"

urlpatterns = [
    path("operations/", overview.overview, name="overview"),
    path("operations/letters/release/", overview.release, name="release"),
    path("operations/letters/retry/", overview.retry, name="retry"),
]
