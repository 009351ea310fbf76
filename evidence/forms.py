"""Forms of the evidence editor: authors one a line, normal DOIs, keys that stay."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from evidence.citing import normal_doi
from evidence.models import Source

_DOI = re.compile(r"^10\.\d{4,9}/\S+$")
_ISSUED = re.compile(r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")
_TYPES = [
    ("article-journal", _("Journal article")),
    ("book", _("Book")),
    ("chapter", _("Chapter in a book")),
    ("report", _("Report")),
    ("thesis", _("Thesis")),
    ("webpage", _("Web page")),
]


def authors_as_lines(names: list[dict[str, Any]]) -> str:
    """CSL names, one a line: "Family, Given", or the name of an organisation as it is."""
    lines = []
    for name in names:
        if name.get("literal"):
            lines.append(name["literal"])
        else:
            lines.append(f"{name.get('family', '')}, {name.get('given', '')}".rstrip())
    return "\n".join(lines)


def authors_from_lines(text: str) -> list[dict[str, str]]:
    """CSL names from lines. Raises forms.ValidationError naming every line that cannot be read."""
    names, problems = [], []
    for number, line in enumerate(text.split("\n"), start=1):
        parts = [part.strip() for part in line.split(",")]
        if not line.strip():
            continue
        if len(parts) > 2:
            problems.append(
                gettext("Line %(number)d has more than one comma. Write one author a line: Family, Given.")
                % {"number": number}
            )
        elif len(parts) == 1:
            names.append({"literal": parts[0]})
        elif not parts[0]:
            problems.append(gettext("Line %(number)d has no family name before the comma.") % {"number": number})
        else:
            names.append({"family": parts[0], **({"given": parts[1]} if parts[1] else {})})
    if problems:
        raise forms.ValidationError(problems)
    return names


class KeyStaysForm(WagtailAdminModelForm):
    """The key names a thing for ever, so it is chosen once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "key" in self.fields:
            self.fields["key"].disabled = True
            self.fields["key"].help_text = _("The key stays the same for ever.")


class SourceForm(KeyStaysForm):
    """A publication, with its authors as lines."""

    authors = forms.CharField(
        label=_("Authors"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One author a line: Family, Given. An organisation stands on a line of its own, without a comma."),
    )
    type = forms.ChoiceField(label=_("Type"), choices=_TYPES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["authors"].initial = authors_as_lines(self.instance.author)
        known = {value for value, _ in _TYPES}
        if self.instance.type not in known:
            self.fields["type"].choices = [*_TYPES, (self.instance.type, self.instance.type)]

    def clean_authors(self) -> list[dict[str, Any]]:
        text = self.cleaned_data["authors"].replace("\r\n", "\n")
        # Names that lines cannot hold, such as an organisation with a comma, stay as they are unless somebody edits them.
        return self.instance.author if text == authors_as_lines(self.instance.author) else authors_from_lines(text)

    def clean_doi(self) -> str | None:
        doi = normal_doi(self.cleaned_data["doi"] or "")
        if doi and not _DOI.match(doi):
            raise forms.ValidationError(_("A DOI looks like 10.1002/jclp.22514. You can paste the whole address."))
        return doi or None

    def clean_issued(self) -> str:
        issued: str = self.cleaned_data["issued"].strip()
        if not _ISSUED.match(issued):
            raise forms.ValidationError(_("Write a year or a date: 2018, 2018-03 or 2018-03-09."))
        return issued

    def clean_pmid(self) -> str:
        pmid: str = self.cleaned_data["pmid"].strip().removeprefix("PMID:").strip()
        if pmid and not pmid.isdecimal():
            raise forms.ValidationError(_("A PubMed number has digits only, for example 28898411."))
        return pmid

    def save(self, commit: bool = True) -> Source:
        self.instance.author = self.cleaned_data["authors"]
        saved: Source = super().save(commit)
        return saved
