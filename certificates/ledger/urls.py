"""Addresses: renewing."""

from django.urls import path

from certificates.ledger import views

app_name = "ledger"

urlpatterns = [
    path("learn/renew/<slug:slug>/", views.renew, name="renew"),
]
