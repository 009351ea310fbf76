"""Forms about oneself: what we ask at sign-up, and what people may change later."""

from django import forms

from accounts.models import Region, User


class RegionChoice(forms.ModelChoiceField):
    """The tree of regions, each moved in as far as it lies deep."""

    def __init__(self, **kwargs) -> None:
        super().__init__(
            Region.objects.all(),
            required=False,
            label="Your region",
            empty_label="I would rather not say",
            **kwargs,
        )

    def label_from_instance(self, region: Region) -> str:
        return region.indented()


class SignupForm(forms.Form):
    """The fields we add to the account library's sign-up form."""

    display_name = forms.CharField(
        label="Name we call you",
        max_length=100,
        help_text="A first name is enough. Only you and your coordinator see it.",
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    region = RegionChoice(help_text="Your region's coordinator can then help you. You can change it later.")

    field_order = ["display_name", "email", "password1", "region"]

    def signup(self, request, user: User) -> None:
        """Called by the account library with the new, saved account."""
        user.display_name = self.cleaned_data["display_name"]
        user.region = self.cleaned_data["region"]
        user.save(update_fields=["display_name", "region"])


class ProfileForm(forms.ModelForm):
    """What people may change about themselves."""

    region = RegionChoice(help_text="The region's coordinator sees your training and certificates, and can help you.")

    class Meta:
        model = User
        fields = ["display_name", "certificate_name", "region"]
        labels = {"display_name": "Name we call you", "certificate_name": "Name on certificates"}
        help_texts = {
            "display_name": "Shown to you and to your coordinators. A first name is enough.",
            "certificate_name": (
                "Printed on certificates issued from now on, and shown to whoever checks one. "
                "Certificates you hold already keep the name they were issued with."
            ),
        }
        widgets = {
            "display_name": forms.TextInput(attrs={"autocomplete": "nickname"}),
            "certificate_name": forms.TextInput(attrs={"autocomplete": "name"}),
        }
