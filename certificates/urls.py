"""Addresses: Certificates, verification, the desk and the release desk."""

app_name = "certificates"

urlpatterns: list = []
