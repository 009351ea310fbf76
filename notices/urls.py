"""Addresses: the inbox, and ending letters of one kind."""

from django.urls import path

from notices.views import inbox, letters, unsubscribe

app_name = "notices"

urlpatterns = [
    path("learn/notices/", inbox.inbox, name="inbox"),
    path("learn/notices/letters/", letters.letters, name="letters"),
    path("learn/notices/<uuid:uuid>/", inbox.notice, name="notice"),
    path("notices/stop/<str:token>/", unsubscribe.unsubscribe, name="unsubscribe"),
]
