"""The form of the first page of a new site."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from accounts import region_lists
from lms.refusals import Refusal

_MOST_BYTES = 500_000


class RegionListForm(forms.Form):
    """A list of regions, pasted or in a file."""

    regions = forms.CharField(
        label=_("Regions"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 9, "spellcheck": "false", "class": "form-control region-list"}),
        help_text=_(
            "One a line. What lies in a region stands below it, indented; or write Canada > Ontario > Toronto."
        ),
    )
    regions_file = forms.FileField(
        label=_("Or a text file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".txt,text/plain"}),
        help_text=_("It takes the place of what stands above."),
    )

    def clean_regions_file(self) -> str:
        return _text(self.cleaned_data["regions_file"])

    def clean(self) -> dict[str, object]:
        data: dict[str, object] = super().clean() or self.cleaned_data
        try:
            self.rows = region_lists.read(self.text)
        except Refusal as refused:
            self.rows = []
            self.add_error("regions", ValidationError(refused.reasons))
        return data

    @property
    def text(self) -> str:
        """The list that counts."""
        return self.cleaned_data.get("regions_file") or self.cleaned_data.get("regions") or ""


def _text(file: UploadedFile | None) -> str:
    if not file:
        return ""
    if (file.size or 0) > _MOST_BYTES:
        raise ValidationError(_("This file is too large for a list of regions."))
    try:
        text: str = file.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValidationError(_("This is not a text file. Please save the list as plain text (UTF-8).")) from error
    if "\0" in text:
        raise ValidationError(_("This is not a text file. Please save the list as plain text (UTF-8)."))
    return text
