"""Addresses of the public site that are not pages of the page tree."""

from django.urls import path

from home.views import mailbox, pages, styleguide

app_name = "home"

urlpatterns = [
    path("healthz", pages.healthz, name="healthz"),
    path("theme/", pages.theme, name="theme"),
    path("mailbox/", mailbox.mailbox, name="mailbox"),
    path("mailbox/<str:name>/", mailbox.letter, name="letter"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
]
