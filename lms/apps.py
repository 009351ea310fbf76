from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.forms import Field
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class LmsConfig(AppConfig):
    name = "lms"

    def ready(self) -> None:
        """Every form says in our words what is missing; every migrate leaves the records sealed; every room
        says what it adds to the frame, the roles, the log and the statuses."""
        from lms import append_only, checks, deploy_checks  # noqa: F401 (registers them)

        Field.default_error_messages["required"] = _("Please fill this in.")
        autodiscover_modules("declarations")
        post_migrate.connect(append_only.install_on_migrate, dispatch_uid="append-only")
