"""Addresses of the public site that are not pages of the page tree, and My training."""

from django.urls import path

from home.views import asking, legal, mailbox, own_data, pages, set_up, styleguide, styleguide_questions, training

app_name = "home"

urlpatterns = [
    path("learn/", training.my_training, name="my_training"),
    path("set-up/", set_up.set_up, name="set_up"),
    path("help/", asking.whom_to_ask, name="help"),
    path("privacy/", legal.privacy, name="privacy"),
    path("terms/", legal.terms, name="terms"),
    path("accessibility/", legal.accessibility, name="accessibility"),
    path("my-data/", own_data.own_data, name="own_data"),
    path("robots.txt", pages.robots, name="robots"),
    path("sitemap.xml", pages.public_pages, name="sitemap"),
    path("theme/", pages.theme, name="theme"),
    path("mailbox/", mailbox.mailbox, name="mailbox"),
    path("mailbox/<str:name>/", mailbox.letter, name="letter"),
    path("mailbox/<str:name>/designed/", mailbox.designed, name="letter_designed"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("styleguide/questions/", styleguide_questions.styleguide_questions, name="styleguide_questions"),
]
