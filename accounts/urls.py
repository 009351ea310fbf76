"""Addresses: account settings, one's sessions, the switch of languages, and Wagtail's doors.

Logging in, passwords and second steps are the account library's.
"""

from django.urls import path

from accounts.views import closing, doors, language, name, sessions, settings

app_name = "accounts"

urlpatterns = [
    path("account/", settings.settings, name="settings"),
    path("account/name/", name.name, name="name"),
    path("account/close/", closing.close, name="close"),
    path("account/sessions/", sessions.sessions, name="sessions"),
    path("account/sessions/<int:session_id>/end/", sessions.end, name="end_session"),
    # before Wagtail's own, which would take a password without asking for the second step
    path("cms/login/", doors.login, name="cms_login"),
    path("_util/login/", doors.login, name="pages_login"),
    path("cms/password_reset/", doors.reset, name="cms_reset"),
    path("cms/password_reset/<path:rest>", doors.reset, name="cms_reset_further"),
    path("language/", language.language, name="language"),
]
