"""Addresses: the inbox, and ending letters of one kind."""

from django.urls import path

from notices.views import inbox, unsubscribe

app_name = "notices"

urlpatterns = [
    path("learn/notices/", inbox.inbox, name="inbox"),
    path("learn/notices/<uuid:uuid>/", inbox.notice, name="notice"),
    path("notices/stop/<str:token>/", unsubscribe.unsubscribe, name="unsubscribe"),
]
