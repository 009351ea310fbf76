"""Addresses of the public site that are not pages of the page tree, and My training."""

from django.urls import path

from home.views import mailbox, pages, styleguide, training

app_name = "home"

urlpatterns = [
    path("learn/", training.my_training, name="my_training"),
    path("robots.txt", pages.robots, name="robots"),
    path("theme/", pages.theme, name="theme"),
    path("mailbox/", mailbox.mailbox, name="mailbox"),
    path("mailbox/<str:name>/", mailbox.letter, name="letter"),
    path("mailbox/<str:name>/designed/", mailbox.designed, name="letter_designed"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
]
