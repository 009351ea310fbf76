from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "courses.learning"
    label = "learning"

    def ready(self) -> None:
        from courses.learning import receivers  # noqa: F401 (connects them)
