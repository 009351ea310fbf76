"""What the editor of a question says about its words."""

from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from courses.authoring import bank_check
from courses.authoring.bank_check import Twins
from courses.contents.giveaways import Remark


class GiveawayPanel(Panel):
    """Says what gives the answer of a question away, and which other asks nearly the same. Otherwise nothing."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"heading": _("To look at"), "icon": "glasses", **options})

    class BoundPanel(Panel.BoundPanel):
        template_name = "authoring/giveaway_panel.html"

        @cached_property
        def remarks(self) -> list[Remark]:
            return bank_check.remarks_on(self.instance) if self.instance.pk else []

        @cached_property
        def twins(self) -> list[Twins]:
            return bank_check.nearest(self.instance) if self.instance.pk else []

        def is_shown(self) -> bool:
            return bool(self.remarks or self.twins)
