"""Forms for people and regions in the editor."""

from typing import Any

from allauth.account.models import EmailAddress
from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.models import Page
from wagtail.users.forms import UserCreationForm, UserEditForm

from accounts import roles
from accounts.forms import LanguageChoice, RegionChoiceField
from accounts.models import Region, User
from lms.typed_forms import ModelForm, ModelMultipleChoiceField, field_of


class RegionsField(ModelMultipleChoiceField[Region]):
    def label_from_instance(self, region: Region) -> str:
        return region.indented()


class CurriculaField(ModelMultipleChoiceField[Page]):
    pass


class RolesMixin(ModelForm[User]):
    """What a person may do here, as curricula and regions."""

    author_of = CurriculaField(
        Page.objects.none(),
        required=False,
        label=_("Trainer of"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("May write these curricula, prepare their releases and assess their trainees."),
    )
    approver = forms.BooleanField(
        required=False,
        initial=True,
        label=_("May also approve releases that somebody else prepared"),
    )
    coordinates = RegionsField(
        Region.objects.all(),
        required=False,
        label=_("Coordinator of"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Sees the records of everybody in these regions and below."),
    )

    def set_up_roles(self) -> None:
        field_of(self, "author_of", CurriculaField).queryset = roles.curricula()
        if self.instance.pk:
            self.initial["author_of"] = list(roles.granted(self.instance, "author_curriculum"))
            approved = roles.granted(self.instance, "approve_curriculum")
            self.initial["approver"] = bool(approved) or not self.initial["author_of"]
            self.initial["coordinates"] = list(roles.granted(self.instance, "coordinate_region"))
            self.initial["is_superuser"] = self.instance.is_superuser

    def grant_roles(self, user: User) -> None:
        data = self.cleaned_data
        roles.set_curricula(user, [page.specific for page in data["author_of"]], approver=data["approver"])
        roles.set_regions(user, list(data["coordinates"]))
        if "is_superuser" in data and data["is_superuser"] != user.is_superuser:
            (roles.make_administrator if data["is_superuser"] else roles.withdraw_administrator)(user)


class _PersonForm(RolesMixin):
    """What creating and editing have in common."""

    region = RegionChoiceField(Region.objects.all(), required=False, label=_("Region"), empty_label=_("Not known"))
    language = LanguageChoice(label=_("Language"), empty_label=_("As their browser asks"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address")
        self.set_up_roles()
        if "is_superuser" in self.fields:
            self.fields["is_superuser"].help_text = _("Runs the site: sees and changes everything, everywhere.")

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        return email.lower()

    def save(self, commit: bool = True) -> User:
        with transaction.atomic():
            if self.instance.pk is None and not self.cleaned_data.get("password1"):
                self.instance.set_unusable_password()
            user = super().save(commit)
            if commit:
                self.grant_roles(user)
        return user


_FIELDS = ["email", "display_name", "certificate_name", "region", "language"]


class PersonCreationForm(_PersonForm, UserCreationForm):
    """A new account. Without a password, the person sets one through "Forgot your password?"."""

    first_name = last_name = None  # the editor's own form has them; we ask what to call people instead
    password_required = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = _(
            "Leave this empty, and the person sets one through “Forgot your password?”."
        )

    class Meta:
        model = User
        fields = _FIELDS


class PersonEditForm(_PersonForm, UserEditForm):
    first_name = last_name = None

    class Meta:
        model = User
        fields = [*_FIELDS, "is_active"]

    def save(self, commit: bool = True) -> User:
        with transaction.atomic():
            user = super().save(commit)
            if commit and "email" in self.changed_data:
                _take_over_address(user)
        return user


def _take_over_address(user: User) -> None:
    """Make the new address the only one to log in with; the person confirms it at the next login."""
    EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()
    EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"primary": True, "verified": False})


class RegionForm(WagtailAdminModelForm):
    """A region and where it stands in the tree."""

    parent = RegionChoiceField(
        Region.objects.all(),
        required=False,
        empty_label=_("None: a country of its own"),
        label=_("Part of"),
        help_text=_("Whoever coordinates the larger region also answers for this one."),
    )

    class Meta:
        model = Region
        fields = ["name", "slug"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            inside = self.instance.get_descendants().values_list("pk", flat=True)
            others = Region.objects.exclude(pk__in=[self.instance.pk, *inside])
            field_of(self, "parent", RegionChoiceField).queryset = others
            parent = self.instance.get_parent()
            self.initial["parent"] = parent.pk if parent else None

    def save(self, commit: bool = True) -> Region:
        parent: Region | None = self.cleaned_data["parent"]
        region: Region = self.instance
        if region.pk is None:
            made = parent.add_child(instance=region) if parent else Region.add_root(instance=region)
            return Region.objects.get(pk=made.pk)
        region.save()
        target: Any = parent or Region.get_first_root_node()
        if "parent" in self.changed_data or "name" in self.changed_data:
            region.move(target, "sorted-child" if parent else "sorted-sibling")
        return Region.objects.get(pk=region.pk)
