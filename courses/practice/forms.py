"""Forms of practice. They shape input; the rules decide."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.forms import RegionChoiceField
from accounts.models import Region, User
from courses.authoring.models import CurriculumPage
from courses.practice import assessors
from courses.practice.models import Observation
from courses.practice.observing import LONGEST_FEEDBACK
from lms.typed_forms import ModelChoiceField, field_of


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class AssessorForm(forms.Form):
    """Who may observe, in what, where, and until when."""

    email = forms.EmailField(
        label=_("E-mail address of the person"), help_text=_("Somebody who has an account here."), max_length=254
    )
    curriculum = ModelChoiceField[CurriculumPage](
        CurriculumPage.objects.none(), label=_("Curriculum"), empty_label=_("Choose one")
    )
    region = RegionChoiceField(
        Region.objects.all(),
        required=False,
        label=_("Region"),
        empty_label=_("Everywhere"),
        help_text=_("They see the names of people of this region and below who wait, and nobody else's."),
    )
    through = forms.DateField(label=_("Last day"), widget=DateInput())

    def __init__(self, data: Mapping[str, Any] | None = None, *, by: User) -> None:
        super().__init__(data)
        field_of(self, "curriculum", forms.ModelChoiceField).queryset = assessors.curricula_of(by)

    def clean_email(self) -> User:
        """The person behind the address."""
        found = User.objects.filter(Q(email__iexact=self.cleaned_data["email"]), anonymised_at=None).first()
        if found is None:
            raise forms.ValidationError(_("Nobody has an account with this address. They can sign up, then try again."))
        return found


class SignForm(forms.Form):
    """The day, the feedback, the decision and the signature."""

    observed_on = forms.DateField(label=_("Day of the observation"), widget=DateInput())
    feedback = forms.CharField(
        label=_("Feedback"),
        max_length=LONGEST_FEEDBACK,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What went well, and what to practise. The person reads it."),
    )
    outcome = forms.ChoiceField(label=_("Decision"), choices=Observation.Outcome, widget=forms.RadioSelect)
    signature = forms.CharField(
        label=_("Your name, as a signature"),
        max_length=120,
        help_text=_("As it stands in your account. After signing nothing can be changed."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, observation: Observation, may_pass: bool) -> None:
        shown = {"observed_on": observation.observed_on, "feedback": observation.feedback}
        super().__init__(data, initial=shown)
        if not may_pass:
            rest = [choice for choice in Observation.Outcome.choices if choice[0] != Observation.Outcome.PASS]
            field_of(self, "outcome", forms.ChoiceField).choices = rest
