from django.apps import AppConfig


class AuthoringConfig(AppConfig):
    name = "courses.authoring"
    label = "authoring"

    def ready(self) -> None:
        from courses.authoring.views import preview  # noqa: F401 (says what it previews)
