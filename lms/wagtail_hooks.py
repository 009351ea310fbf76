"""What the organisation decides, in the editor, and how the site's history tells it."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.contrib.settings.models import register_setting
from wagtail.log_actions import LogFormatter

from lms import organisation_panels
from lms.models import Organisation

setattr(Organisation, "edit_handler", organisation_panels.handler())  # noqa: B010 (Wagtail looks for it there)
register_setting(Organisation, icon="home", order=10)


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    @actions.register_action("lms.decide")
    class Decided(LogFormatter):
        label = _("Decide for the organisation")

        def format_message(self, entry: Any) -> str:
            """Which decisions changed, by the names the form gives them."""
            fields = {field.name: field for field in Organisation._meta.fields}
            names = [str(fields[name].verbose_name) for name in entry.data["changed"]]
            return _("Changed for the organisation: %(names)s") % {"names": ", ".join(names)}
