from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "operations"

    def ready(self) -> None:
        """The clock says that it lives whenever it asks for something."""
        from operations import receivers  # noqa: F401 (connects them)
