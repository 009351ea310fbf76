from django.apps import AppConfig
from django.forms import Field


class LmsConfig(AppConfig):
    name = "lms"

    def ready(self) -> None:
        """Every form says in our words what is missing."""
        Field.default_error_messages["required"] = "Please fill this in."
