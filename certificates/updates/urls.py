"""Addresses: the updates a holder owes."""

from django.urls import path

from certificates.updates import views

app_name = "updates"

urlpatterns = [
    path("learn/updates/<int:obligation_id>/", views.update, name="update"),
]
