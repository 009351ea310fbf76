from django.apps import AppConfig


class UpdatesConfig(AppConfig):
    name = "certificates.updates"
    label = "updates"

    def ready(self) -> None:
        from certificates.updates import receivers  # noqa: F401 (connects them)
