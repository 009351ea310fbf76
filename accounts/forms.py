"""Sign-up: an address, a password, what to call you, and where you are."""

from django import forms

from accounts.models import Region, User


class SignupForm(forms.Form):
    """The fields we add to the account library's sign-up form."""

    display_name = forms.CharField(
        label="What should we call you?",
        max_length=100,
        help_text="A first name is enough. Only you and your coordinator see it.",
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    region = forms.ModelChoiceField(
        Region.objects.all(),
        required=False,
        label="Your region",
        empty_label="I would rather not say",
        help_text="Your region's coordinator can then help you. You can change it later.",
    )

    field_order = ["display_name", "email", "password1", "region"]

    def signup(self, request, user: User) -> None:
        """Called by the account library with the new, saved account."""
        user.display_name = self.cleaned_data["display_name"]
        user.region = self.cleaned_data["region"]
        user.save(update_fields=["display_name", "region"])
