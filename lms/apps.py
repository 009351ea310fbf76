from django.apps import AppConfig
from django.forms import Field
from django.utils.translation import gettext_lazy as _


class LmsConfig(AppConfig):
    name = "lms"

    def ready(self) -> None:
        """Every form says in our words what is missing."""
        Field.default_error_messages["required"] = _("Please fill this in.")
