"""Forms of the desks. They shape input; the rules decide."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import roles
from accounts.forms import RegionChoiceField
from accounts.models import Region, User
from certificates.ledger import rulings
from certificates.ledger.models import Certification, Ruling
from courses.authoring.models import CurriculumPage
from courses.learning import granting
from courses.releases import proposing, verdicts
from courses.releases.models import ChangeClass, Release, ReleaseProposal
from desk import roster
from evidence.models import CLAIM_KINDS, SOURCE_KINDS, Claim, Source, UpdateKind
from lms import statuses
from lms.typed_forms import ModelForm, field_of


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


STATUS_CHOICES = [
    ("", _("Everybody")),
    (roster.MAY, _("May facilitate today")),
    *((key, statuses.look(key).label) for key in (*roster.VALIDITIES, *roster.CURRENCIES)),
    (roster.IN_TRAINING, _("In training")),
    (roster.WITHOUT, _("Without a certificate")),
    (roster.CLOSED, _("Closed accounts")),
]
SORTS = [
    (roster.BY_NAME, _("Name")),
    (roster.BY_DAY, _("Last permitted day")),
    (roster.BY_REGION, _("Region")),
]


class RosterFilterForm(forms.Form):
    """What a coordinator narrows the roster to."""

    name = forms.CharField(required=False, max_length=80, label=_("Name or e-mail address"))
    status = forms.ChoiceField(
        required=False,
        choices=STATUS_CHOICES,
        label=_("Status"),
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": _("There is no such status. Choose one of those above.")},
    )
    scheme = forms.ModelChoiceField(
        Certification.objects.all(),
        required=False,
        to_field_name="slug",
        label=_("Certification"),
        empty_label=_("Every certification"),
        error_messages={"invalid_choice": _("There is no such certification. Choose one from the list.")},
    )
    region = RegionChoiceField(
        Region.objects.none(),
        required=False,
        to_field_name="slug",
        label=_("Region"),
        empty_label=_("All my regions"),
        error_messages={"invalid_choice": _("This is not one of your regions. Choose one from the list.")},
    )
    expiring_before = forms.DateField(required=False, label=_("Stops facilitating before"), widget=DateInput())
    sort = forms.ChoiceField(required=False, choices=SORTS, label=_("Sorted by"))

    def __init__(self, data: Mapping[str, Any], *, by: User) -> None:
        super().__init__(data)
        field_of(self, "region", RegionChoiceField).queryset = roles.regions_of(by)

    def wanted(self) -> roster.Filter | None:
        """What is asked for; None when a field cannot be read, for then nobody knows who is meant."""
        if not self.is_valid():
            return None
        return roster.Filter(**{name: value for name, value in self.cleaned_data.items() if value})


class MoveForm(forms.Form):
    """The answer to somebody who asked for another region."""

    note = forms.CharField(
        label=_("A word to them"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("They read it with your answer."),
    )
    answer = forms.ChoiceField(choices=[("agree", _("Agree")), ("decline", _("Decline"))], widget=forms.HiddenInput)


class RulingForm(forms.Form):
    """A reason from the list, and a note that the public never sees."""

    reason = forms.ChoiceField(label=_("Reason"), error_messages={"required": _("Choose a reason from the list.")})
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept with the record, for coordinators. Neither the holder nor the public sees it."),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, action: str) -> None:
        super().__init__(data, auto_id=f"{action}_%s")
        labels = dict(Ruling.Reason.choices)
        reasons = [(reason, labels[reason]) for reason in rulings.REASONS[action]]
        if len(reasons) > 1:  # a decision about somebody is never chosen for the one who takes it
            reasons.insert(0, ("", _("Choose a reason")))
        field_of(self, "reason", forms.ChoiceField).choices = reasons


class GrantForm(forms.Form):
    """How many attempts more, and why."""

    count = forms.IntegerField(label=_("How many more"), min_value=1, max_value=granting.MOST, initial=1)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Kept with the record, for coordinators and trainers."),
    )


class EnrolForm(forms.Form):
    """Which curriculum to enrol people in: those that have a release."""

    curriculum = forms.ModelChoiceField(
        CurriculumPage.objects.none(), to_field_name="slug", label=_("Curriculum"), empty_label=_("Choose a curriculum")
    )

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        released = CurriculumPage.objects.filter(pk__in=Release.objects.values("curriculum")).order_by("path")
        field_of(self, "curriculum", forms.ModelChoiceField).queryset = released


class RemarkForm(forms.Form):
    """What somebody says about a lesson or quiz that waits for approval; the rule says what is wrong with it."""

    remark = forms.CharField(required=False, max_length=4000)
    part = forms.IntegerField(required=False, min_value=1, max_value=10_000)
    quoted = forms.CharField(required=False, max_length=600)

    def words(self) -> str:
        """What was typed, however long."""
        return str(self.data.get("remark", "")).strip()[:4000]

    def place(self) -> int | None:
        """The number of the part it is about; none: all of it."""
        return self.cleaned_data.get("part") if self.is_valid() else None

    def passage(self) -> str:
        """The words it is about."""
        return self.cleaned_data.get("quoted", "") if self.is_valid() else ""


class BundleForm(forms.Form):
    """A curriculum as one .zip."""

    bundle = forms.FileField(
        label=_("The .zip of a bundle"),
        help_text=_("Nothing changes yet: next you see what it would add, change and remove."),
        widget=forms.ClearableFileInput(attrs={"accept": ".zip,application/zip"}),
        error_messages={
            "required": _("Choose a .zip file."),
            "empty": _("This file is empty. Choose the .zip of a bundle."),
        },
    )


class VerdictForm(ModelForm[ReleaseProposal]):
    """How grave a change is, what it asks of whom, and the sentences people will read."""

    effective_on = forms.DateField(
        required=False,
        widget=DateInput(),
        label=_("In effect from"),
        help_text=_("Leave empty for: as soon as it is approved."),
    )

    class Meta:
        model = ReleaseProposal
        fields = ("change_class", "notes", "due_days", "loosened_because")
        widgets = {
            "change_class": forms.RadioSelect,
            "notes": forms.Textarea(attrs={"rows": 4}),
            "loosened_because": forms.Textarea(attrs={"rows": 2}),
        }
        labels = {
            "change_class": _("How grave is the change?"),
            "notes": _("What changed"),
            "due_days": _("Days to catch up"),
            "loosened_because": _("Why less is asked than usual"),
        }
        help_texts = {
            "notes": _(
                "For learners and certificate holders, word for word as mailed: what happened and what it means for them."
            ),
            "loosened_because": _("Needed only when you ask less of somebody than this kind of change usually does."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "change_class", forms.ChoiceField).choices = ChangeClass.choices
        self.fields["change_class"].required = self.fields["notes"].required = True
        if self.instance.effective_at:
            self.initial["effective_on"] = timezone.localdate(self.instance.effective_at)
        self.fields["due_days"].required = False
        self.fields["due_days"].help_text = gettext(
            "How many days people have to do what is asked of them. Empty means the usual: %(clarifying)d days for a clarifying"
            " change, %(substantive)d for a substantive one, %(safety)d for one about safety."
        ) % {kind.value: days for kind, days in verdicts.DEFAULT_DUE_DAYS.items()}
        kind = ChangeClass(self.instance.change_class) if self.instance.change_class else None
        if not kind or self.instance.due_days == verdicts.DEFAULT_DUE_DAYS[kind]:
            self.initial["due_days"] = None
        usual = verdicts.default(kind or ChangeClass.SUBSTANTIVE)
        for state, allowed in verdicts.CHOICES.items():
            if len(allowed) > 1:
                self.fields[f"action_{state.value}"] = forms.ChoiceField(
                    label=verdicts.STATE_LABELS[state],
                    choices=[("", _("As usual for this kind of change"))]
                    + [(action.value, verdicts.ACTION_LABELS[action]) for action in allowed],
                    required=False,
                    initial=self._chosen(state.value, usual),
                )

    def _chosen(self, state: str, usual: dict[str, str]) -> str:
        chosen = self.instance.verdict.get(state, "")
        return "" if chosen == usual[state] else chosen

    def action_fields(self) -> list[forms.BoundField]:
        """The bound fields that choose an action for a state."""
        return [self[name] for name in self.fields if name.startswith("action_")]

    def clean_due_days(self) -> int | None:
        days: int | None = self.cleaned_data["due_days"]
        if days is not None and days > 730:
            raise forms.ValidationError(gettext("Give people two years at most."))
        return days

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        asking = {verdicts.Action.ACKNOWLEDGE, verdicts.Action.REASSESS}
        change_class = cleaned.get("change_class")
        if change_class and "due_days" in cleaned and cleaned["due_days"] is None:
            cleaned["due_days"] = verdicts.DEFAULT_DUE_DAYS[ChangeClass(change_class)]
        if change_class and asking & set(self.verdict().values()) and cleaned.get("due_days", 0) < 7:
            self.add_error("due_days", gettext("Somebody has to do something, so give them at least seven days."))
        return cleaned

    def verdict(self) -> dict[str, str]:
        """The action for every state: what was chosen, else what this kind of change usually asks."""
        usual = verdicts.default(self.cleaned_data["change_class"])
        return {state: self.cleaned_data.get(f"action_{state}") or action for state, action in usual.items()}

    def description(self) -> proposing.Description:
        """What was typed, as the rules take it."""
        typed = self.cleaned_data
        return proposing.Description(
            change_class=typed["change_class"],
            notes=typed["notes"],
            verdict=self.verdict(),
            due_days=typed["due_days"],
            effective_at=_first_instant(typed["effective_on"]),
            loosened_because=typed["loosened_because"],
        )


def _first_instant(day: date | None) -> datetime | None:
    """The first instant of a day, in the organisation's zone."""
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None


class DecisionNoteForm(forms.Form):
    """What an approver would like the author to look at."""

    note = forms.CharField(
        max_length=2000, label=_("What should the author look at?"), widget=forms.Textarea(attrs={"rows": 3})
    )


class ScheduleForm(forms.Form):
    """Another day for a release that waits, or none, and why."""

    day = forms.DateField(label=_("The new day"), widget=DateInput())
    because = forms.CharField(
        max_length=2000,
        label=_("Why"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Kept with the record, and told to everybody who had a part in it."),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, cancels: bool) -> None:
        super().__init__(data, auto_id="cancel_%s" if cancels else "move_%s")
        self.cancels = cancels
        if cancels:
            del self.fields["day"]

    def takes_effect_at(self) -> datetime:
        """The first instant of the chosen day."""
        found = _first_instant(self.cleaned_data["day"])
        assert found is not None
        return found


class EvidenceUpdateForm(forms.Form):
    """Something happened to a source, or to a claim."""

    source = forms.ModelChoiceField(
        Source.objects.all(),
        required=False,
        label=_("Source"),
        empty_label="–",
        help_text=_("Choose a source if a publication was corrected, retracted, questioned, superseded or reinstated."),
    )
    claim = forms.ModelChoiceField(
        Claim.objects.all(),
        required=False,
        label=_("Claim"),
        empty_label="–",
        help_text=_("Or a claim, if what we say was strengthened, weakened, withdrawn or reviewed."),
    )
    kind = forms.ChoiceField(
        label=_("What happened"),
        choices=[
            ("", _("Choose")),
            (_("To a source"), [(kind.value, kind.label) for kind in SOURCE_KINDS]),
            (_("To a claim"), [(kind.value, kind.label) for kind in CLAIM_KINDS]),
        ],
    )
    happened_on = forms.DateField(label=_("On which day"), widget=DateInput())
    summary = forms.CharField(
        max_length=3000,
        label=_("What changed and why it matters"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("In plain words. The trainers who own the pages read this, and it stays in the record."),
    )
    link = forms.URLField(
        required=False, max_length=500, label=_("Address of the notice or publication"), assume_scheme="https"
    )

    def clean_happened_on(self) -> date:
        day: date = self.cleaned_data["happened_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(gettext("This day has not come yet."))
        return day

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        source, claim, kind = cleaned.get("source"), cleaned.get("claim"), cleaned.get("kind")
        if source and claim:
            both = gettext("Choose a source or a claim, not both. Record two updates if both changed.")
            self.add_error("claim", both)
        elif not source and not claim:
            self.add_error("source", gettext("Choose the source or the claim that this is about."))
        elif kind and (kind in SOURCE_KINDS) != bool(source):
            words = (
                gettext("“%(kind)s” happens to a source. Choose a source, or another kind.")
                if kind in SOURCE_KINDS
                else gettext("“%(kind)s” happens to a claim. Choose a claim, or another kind.")
            )
            self.add_error("kind", words % {"kind": UpdateKind(kind).label})
        return cleaned


class NoChangeForm(forms.Form):
    """Why a page or question stays as it is."""

    reason = forms.CharField(
        max_length=2000, label=_("No change is needed, because"), widget=forms.Textarea(attrs={"rows": 2})
    )
