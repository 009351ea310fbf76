from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.forms import Field
from django.utils.translation import gettext_lazy as _


class LmsConfig(AppConfig):
    name = "lms"

    def ready(self) -> None:
        """Every form says in our words what is missing; every migrate leaves the records sealed."""
        from lms import append_only

        Field.default_error_messages["required"] = _("Please fill this in.")
        post_migrate.connect(append_only.install_on_migrate, dispatch_uid="append-only")
