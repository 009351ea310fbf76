"""Addresses: the operations page, and what machines ask."""

from django.urls import path

from operations.views import machines, overview

app_name = "operations"

urlpatterns = [
    path("healthz", machines.healthz, name="healthz"),
    path("readyz", machines.readyz, name="readyz"),
    path("metrics", machines.numbers, name="metrics"),
    path("operations/", overview.overview, name="overview"),
    path("operations/letters/release/", overview.release, name="release"),
    path("operations/letters/retry/", overview.retry, name="retry"),
]
