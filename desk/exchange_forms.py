"""Forms about questions of other systems. They shape input; the rules decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.authoring.models import Question
from courses.bundles.exchange import bringing, registry


class QuestionsFileForm(forms.Form):
    """A file of questions, and the topic they get."""

    questions = forms.FileField(
        label=_("The file"),
        help_text=_("GIFT, Aiken, Moodle XML, QTI or our own YAML. Nothing changes yet: next you see every question."),
        widget=forms.ClearableFileInput(attrs={"accept": ".gift,.txt,.xml,.zip,.yaml,.yml"}),
        error_messages={"required": _("Choose a file."), "empty": _("This file is empty. Choose another.")},
    )
    topic = forms.CharField(
        required=False,
        max_length=80,
        label=_("Topic of all its questions"),
        help_text=_("Small letters, digits and hyphens. Empty: each gets the topic of its category in the file."),
    )

    def clean_topic(self) -> str:
        topic: str = self.cleaned_data["topic"].strip()
        if topic and not bringing.is_topic(topic):
            raise forms.ValidationError(_("Use small letters, digits and single hyphens."))
        return topic


class TakeQuestionsForm(forms.Form):
    """Which questions to take away, and as what."""

    format = forms.ChoiceField(
        choices=registry.choices,
        label=_("Format"),
        error_messages={
            "invalid_choice": _("Choose one of these formats."),
            "required": _("Choose one of these formats."),
        },
    )
    take_topic = forms.ChoiceField(
        required=False,
        label=_("Topic"),
        error_messages={"invalid_choice": _("There is no such topic any more. Choose one of these.")},
    )
    drafts = forms.BooleanField(required=False, label=_("Also questions that were never published"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics = Question.objects.order_by("topic").values_list("topic", flat=True).distinct()
        topic = self.fields["take_topic"]
        assert isinstance(topic, forms.ChoiceField)
        topic.choices = [("", _("All topics")), *((topic, topic) for topic in topics)]
