"""How the editor shows our pages: whole titles, plain names of its parts, and what happened to the evidence behind a text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.pages import CopyForm, WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, Panel, TabbedInterface, TitleFieldPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput, AdminPageChooser
from wagtail.models import Page

from evidence import standing
from evidence.models import Claim

ADDRESS = [FieldPanel("slug")]
IN_THE_CATALOGUE = [
    FieldPanel("slug"),
    MultiFieldPanel(
        [FieldPanel("seo_title"), FieldPanel("search_description")], heading=_("How search engines show it")
    ),
]


class PageForm(WagtailAdminPageForm):
    """A title is one line, although its field shows all of it on a phone."""

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())


class CopyOnly(CopyForm):
    """A copy is a page of its own: copies that follow another page would change what is released from two places."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("alias", None)


def title(help_text: Any = "") -> TitleFieldPanel:
    """The title, which grows with its words."""
    return TitleFieldPanel("title", widget=AdminAutoHeightTextInput, help_text=help_text)


def tabs(content: Sequence[Any], address: Sequence[Any]) -> TabbedInterface:
    """What is written, at which address it stands, and when it is published."""
    found = [
        ObjectList(content, heading=_("Content")),
        ObjectList(address, heading=_("Address")),
        ObjectList(Page.settings_panels, heading=_("Publishing")),
    ]
    return TabbedInterface(found, base_form_class=PageForm)


@dataclass(frozen=True)
class Warned:
    """A claim behind the text that carries a banner, and why."""

    statement: str
    sentence: str
    summary: str


def warned(claims: Iterable[Claim]) -> list[Warned]:
    """Those of these claims that are flagged now. One query."""
    statements = {claim.key: claim.statement for claim in claims}
    flags = standing.flags(statements, at=timezone.now())
    return [Warned(statements[key], flag.sentence, flag.summary) for key, flag in flags.items()]


class EvidencePanel(Panel):
    """Says on top of a text when a study behind it was retracted or doubted, or a claim withdrawn. Otherwise nothing.

    The thing that is edited says itself which claims it rests on (`claims_behind`).
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"heading": _("The evidence has changed"), "icon": "warning", **options})

    class BoundPanel(Panel.BoundPanel):
        template_name = "authoring/evidence_panel.html"

        @cached_property
        def warned(self) -> list[Warned]:
            return warned(self.instance.claims_behind())

        def is_shown(self) -> bool:
            return bool(self.warned)


def claims_in(body: Any) -> list[Claim]:
    """The claims that the blocks of a body show, whatever their kind."""
    keys = [
        int(key)
        for model, key, _model_path, _content_path in body.stream_block.extract_references(body)
        if _is_claim(model)
    ]
    return list(Claim.objects.filter(pk__in=keys))


def _is_claim(model: type[Model]) -> bool:
    return issubclass(model, Claim)


class LessonChooser(AdminPageChooser):
    """Choosing a lesson, with words that are read in the reader's language: Wagtail's name the model once and for all."""

    def __init__(self, **options: Any) -> None:
        super().__init__(target_models=["authoring.LessonPage"], **options)
        self.choose_one_text = _("Choose a lesson")
        self.choose_another_text = _("Choose another lesson")
