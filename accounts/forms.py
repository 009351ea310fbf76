"""Forms about oneself: what we ask at sign-up, and what people may change later."""

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts import confirming, moving
from accounts.models import Region, RegionMove, User
from lms.languages import is_offered
from lms.typed_forms import ModelChoiceField, ModelForm


class RegionChoiceField(ModelChoiceField[Region]):
    """Regions in the order of the tree, each with the larger one around it where that is among them: Toronto (Ontario)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._names: dict[str, str] = {}  # of those named so far; a larger region comes before what lies in it

    def label_from_instance(self, region: Region) -> str:
        self._names[region.path] = region.name
        around = self._names.get(region.path[: -Region.steplen])
        return f"{region.name} ({around})" if around else region.name


class RegionChoice(RegionChoiceField):
    """The whole tree of regions, for somebody who may also not say theirs."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            Region.objects.all(),
            required=False,
            label=_("Your region"),
            empty_label=_("I would rather not say"),
            **kwargs,
        )


class LanguageChoice(forms.ChoiceField):
    """The languages of the site, each in its own; empty leaves it to the browser."""

    def __init__(self, *, empty_label: str | Promise = "", **kwargs: Any) -> None:
        empty_label = empty_label or _("As my browser asks")
        super().__init__(choices=lambda: [("", empty_label), *settings.LANGUAGES], required=False, **kwargs)


class SignupForm(forms.Form):
    """The fields we add to the account library's sign-up form."""

    display_name = forms.CharField(
        label=_("Name we call you"),
        max_length=100,
        help_text=_("A first name is enough. Only you and your coordinator see it."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    region = RegionChoice(help_text=_("Your region’s coordinator can then help you. You can change it later."))

    field_order = ["display_name", "email", "password1", "region"]

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by the account library with the new, saved account. It reads the language of the page it was made on."""
        user.display_name = self.cleaned_data["display_name"]
        user.region = self.cleaned_data["region"]
        page = get_language() or ""
        user.language = page if is_offered(page) else ""
        user.save(update_fields=["display_name", "region", "language"])


class ProfileForm(ModelForm[User]):
    """What people may change about themselves."""

    region = RegionChoice(
        help_text=_(
            "The region’s coordinator sees your training and certificates, and can help you. While you hold a certificate, "
            "the coordinator confirms a change."
        )
    )

    language = LanguageChoice(label=_("Language"), help_text=_("Of the pages you see and the letters you get."))

    class Meta:
        model = User
        fields = ["display_name", "certificate_name", "tells_of_newer", "language"]
        labels = {
            "display_name": _("Name we call you"),
            "certificate_name": _("Name on certificates"),
            "tells_of_newer": _("Say that I hold a newer certificate"),
        }
        help_texts = {
            "display_name": _("Shown to you and to your coordinators. A first name is enough."),
            "certificate_name": _(
                "Printed on certificates issued from now on, and shown to whoever checks one. "
                "Certificates you hold already keep the name they were issued with."
            ),
        }
        widgets = {
            "display_name": forms.TextInput(attrs={"autocomplete": "nickname"}),
            "certificate_name": forms.TextInput(attrs={"autocomplete": "name"}),
        }

    field_order = ["display_name", "certificate_name", "tells_of_newer", "region", "language"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting = moving.waiting(self.instance)
        chosen = self.waiting.wanted_id if self.waiting else self.instance.region_id
        self.initial["region"] = self.fields["region"].initial = chosen

    @transaction.atomic
    def save_at(self, at: datetime) -> RegionMove | None:
        """Save everything at once. Returns the move to another region, done or waiting, when one was asked for now.

        Whoever writes their name on certificates has confirmed it; whoever takes it away is asked for it again.
        """
        self.instance.save(update_fields=self.Meta.fields)
        if "certificate_name" in self.changed_data:
            self._name_changed(at)
        move = moving.choose(self.instance, self.cleaned_data["region"], at=at)
        return move if move != self.waiting else None

    def _name_changed(self, at: datetime) -> None:
        if self.instance.certificate_name:
            confirming.confirm_name(self.instance, self.instance.certificate_name, at=at)
        else:
            self.instance.name_confirmed_at = None
            self.instance.save(update_fields=["name_confirmed_at"])


class NameForm(forms.Form):
    """The name that certificates print, as its person writes it."""

    certificate_name = forms.CharField(
        label=_("Your full name, as it is to be printed"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("Exactly as you write it here. Whoever checks a certificate sees it."),
        error_messages={"required": _("Please write the name that your certificates are to carry.")},
    )

    @classmethod
    def for_person(cls, person: User) -> "NameForm":
        """The question with what is known; a name that somebody only goes by is not suggested."""
        return cls(initial={"certificate_name": person.certificate_name})
