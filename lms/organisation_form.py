"""The form in which an organisation decides: in the editor, and on the first page of a new site."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from lms import organisation, pictures
from lms.models import Organisation
from lms.refusals import Refusal

_FIRST = ("America/", "Europe/", "Australia/", "Pacific/", "Africa/", "Asia/", "Atlantic/", "Indian/")

_DECIDED = [
    "name",
    "time_zone",
    "accent",
    "accent_dark",
    "letters_name",
    "letters_address",
    "contact_address",
    "signatory_name",
    "signatory_title",
    "design",
]


def _zones() -> list[tuple[str, Any]]:
    """The zones that are named after places, by continent."""
    known = sorted(zone for zone in available_timezones() if zone.startswith(_FIRST))
    groups = {
        continent: [(zone, zone.replace("_", " ")) for zone in known if zone.startswith(continent)]
        for continent in _FIRST
    }
    return [("", _("Please choose")), *((continent[:-1], zones) for continent, zones in groups.items())]


class OrganisationForm(WagtailAdminModelForm):
    """What the organisation decides. Saving it goes through `organisation.decide`, the only rule that writes."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=_zones,
        help_text=_("Certificates are valid through whole days in this zone."),
    )
    zone_confirmed = forms.BooleanField(
        label=_("Change the time zone although days were promised in the old one"),
        required=False,
        help_text=_("Asked for once certificates exist: their printed days stay, and begin and end at another hour."),
    )
    logo_file = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_(
            "PNG, JPEG or WebP; best with a transparent ground. Shown on top of pages and printed on certificates."
        ),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    logo_away = forms.BooleanField(label=_("Show no logo"), required=False)
    signature_file = forms.FileField(
        label=_("Signature"),
        required=False,
        help_text=_("A picture of the signature in dark ink. It is printed on certificates and shown nowhere else."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    signature_away = forms.BooleanField(label=_("Print no signature"), required=False)
    design = forms.ChoiceField(
        label=_("Look of certificates"),
        choices=lambda: list(organisation.designs().items()),
        required=False,
        widget=forms.RadioSelect,
        help_text=_("An issued certificate keeps the look it was issued with."),
    )

    class Meta:
        model = Organisation
        fields = _DECIDED

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        self.fields["signatory_name"].help_text = _("Certificates wait until somebody is named here.")
        start = organisation.starting()
        for name in _DECIDED:
            if not self.initial.get(name):
                self.initial[name] = getattr(start, name)
        self.initial["design"] = self.initial["design"] or organisation.default_design()

    def clean_accent(self) -> str:
        return str(self.cleaned_data["accent"]).strip().lower()

    def clean_accent_dark(self) -> str:
        return str(self.cleaned_data["accent_dark"]).strip().lower()

    def clean_logo_file(self) -> pictures.Drawn | None:
        return _drawn(self.cleaned_data["logo_file"])

    def clean_signature_file(self) -> pictures.Drawn | None:
        return _drawn(self.cleaned_data["signature_file"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        before = organisation.kept()
        confirmed = data.get("zone_confirmed", False)
        for reason in organisation.wrong_with(self.facts(before), before=before, zone_confirmed=confirmed):
            self.add_error(None, reason)
        return data

    def changes(self) -> dict[str, str]:
        """The decisions of the form that can be read; its pictures are left out."""
        return {name: self.cleaned_data[name] for name in _DECIDED if name in self.cleaned_data}

    def facts(self, before: organisation.Facts) -> organisation.Facts:
        """What would be decided, as far as it can be read; its pictures are left out."""
        return organisation.with_changes(before, self.changes())

    def pictures(self) -> dict[str, pictures.Drawn | None]:
        """The pictures of the form: a new one, None for one that goes; those that stay are left out."""
        found: dict[str, pictures.Drawn | None] = {}
        for name in ("logo", "signature"):
            if self.cleaned_data.get(f"{name}_away"):
                found[name] = None
            elif drawn := self.cleaned_data.get(f"{name}_file"):
                found[name] = drawn
        return found

    @transaction.atomic
    def decisions(self) -> dict[str, str]:
        """Everything the form decides, its new pictures kept."""
        kept = {name: pictures.keep(drawn) if drawn else "" for name, drawn in self.pictures().items()}
        return {**self.changes(), **kept}

    @transaction.atomic
    def save(self, commit: bool = True) -> Organisation:
        organisation.decide(self.decisions(), by=self.for_user, zone_confirmed=self.cleaned_data["zone_confirmed"])
        found: Organisation = Organisation.objects.get()
        return found


def _drawn(file: UploadedFile | None) -> pictures.Drawn | None:
    if not file:
        return None
    try:
        return pictures.read(file)
    except Refusal as refused:
        raise ValidationError(refused.reasons) from refused
