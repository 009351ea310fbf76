from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "courses.learning"
    label = "learning"

    def ready(self) -> None:
        from courses.learning import keeping  # noqa: F401 (says what keeps a curriculum)
