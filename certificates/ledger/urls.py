"""Addresses: the paths to certificates, and renewing."""

from django.urls import path

from certificates.ledger.views import paths, renewal

app_name = "ledger"

urlpatterns = [
    path("certificates/", paths.certificates, name="paths"),
    path("certificates/<slug:slug>/", paths.path, name="path"),
    path("learn/renew/<slug:slug>/", renewal.renew, name="renew"),
]
