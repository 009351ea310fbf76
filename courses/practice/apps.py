from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "courses.practice"
    label = "practice"

    def ready(self) -> None:
        from courses.practice import receivers  # noqa: F401 (connects them)
