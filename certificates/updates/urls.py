"""Addresses: the updates a holder owes, and the days that lie ahead of them."""

from django.urls import path

from certificates.updates.views import calendar, update

app_name = "updates"

urlpatterns = [
    path("learn/updates/<int:obligation_id>/", update.update, name="update"),
    path("learn/dates/", calendar.dates, name="dates"),
    path("learn/dates/follow/", calendar.follow, name="follow"),
    path("learn/dates/<slug:key>.ics", calendar.one_date, name="date"),
    path("calendar/<slug:key>.ics", calendar.feed, name="feed"),
]
