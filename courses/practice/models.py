"""Rubrics as trainers write them and as they are frozen, who may observe, and what was observed."""

from typing import Any, NoReturn

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StreamValue
from wagtail.models import DraftStateMixin, RevisionMixin

from accounts.models import Region
from courses.authoring.models import CurriculumPage
from courses.contents.models import Content
from courses.learning.models import CourseCompletion
from courses.practice import freezing, rubrics
from courses.practice.fields import RulesField, SectionsField
from evidence.models import key_validator
from lms.append_only import AppendOnly, AppendOnlyError, Sealed


class Rubric(DraftStateMixin, RevisionMixin, models.Model):
    """What is observed and when it is enough, as it is being written. Publishing freezes it as its next version."""

    key = models.CharField(
        _("key"),
        max_length=80,
        unique=True,
        validators=[key_validator],
        help_text=_("Stays the same for ever, for example opening-a-meeting."),
    )
    curriculum = models.ForeignKey(
        CurriculumPage, on_delete=models.PROTECT, related_name="rubrics", verbose_name=_("curriculum")
    )
    title = models.CharField(_("title"), max_length=120, help_text=_("What somebody is observed doing."))
    intro = models.TextField(
        _("for the assessor"), blank=True, help_text=_("What to watch, for how long, and what to do beforehand.")
    )
    sections: StreamValue = SectionsField(verbose_name=_("sections"))
    rules: StreamValue = RulesField(verbose_name=_("when it is enough"), blank=True)

    class Meta:
        ordering = ["title", "key"]
        verbose_name = _("rubric")
        verbose_name_plural = _("rubrics")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.curriculum_id is None:
            return
        if found := rubrics.problems(self.data()):
            raise ValidationError({"sections": found})

    def data(self) -> dict[str, Any]:
        """What would be frozen now."""
        return freezing.data_of(self.title, self.curriculum.language, self.intro, self.sections, self.rules)


class RubricVersion(AppendOnly):
    """A rubric as it was published: its frozen content under the next number."""

    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.ForeignKey(Content, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rubric", "number"], name="rubric_version_number_once")]

    def __str__(self) -> str:
        return f"{self.content.data['title']} {self.number}"


class Authorisation(AppendOnly):
    """A person may observe people of a curriculum, through a day; in a region and below it, or everywhere when none is named."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="authorisations")
    curriculum = models.ForeignKey(CurriculumPage, on_delete=models.PROTECT, related_name="authorisations")
    region = models.ForeignKey(Region, null=True, on_delete=models.PROTECT, related_name="+")
    valid_through = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(person=F("by")), name="nobody_authorises_themself")]


class Withdrawal(AppendOnly):
    """The end of an authorisation before its day."""

    authorisation = models.OneToOneField(Authorisation, on_delete=models.PROTECT, related_name="withdrawal")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Observation(Sealed):
    """One assessor judging one person's practice once, against one frozen rubric, after one completed course.

    `marks` holds what was marked by the key of each item, `notes` what was written beside it. It may be changed until it is
    signed: then `outcome` and `result`, which rules held, are written with it and nothing is changed any more.
    """

    class Outcome(models.TextChoices):
        PASS = "pass", _("Passed")
        REPEAT = "repeat", _("To be repeated")
        NOT_YET = "not_yet", _("Not yet")

    sealed_by = "signed_at"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="observations")
    completion = models.ForeignKey(CourseCompletion, on_delete=models.PROTECT, related_name="observations")
    version = models.ForeignKey(RubricVersion, on_delete=models.PROTECT, related_name="observations")
    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="observations")
    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="observed")
    authorisation = models.ForeignKey(Authorisation, on_delete=models.PROTECT, related_name="observations")
    free_of_conflict = models.BooleanField(help_text=_("Declared by the assessor before the form opened."))
    started_at = models.DateTimeField()
    observed_on = models.DateField(help_text=_("The day on which it was seen."))
    marks = models.JSONField(default=dict, blank=True)
    notes = models.JSONField(default=dict, blank=True)
    feedback = models.TextField(blank=True)
    saved_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    result = models.JSONField(default=list, blank=True)
    signature = models.CharField(max_length=120, blank=True, help_text=_("The name as the assessor typed it."))
    signed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("assessor")), name="nobody_observes_themself"),
            models.CheckConstraint(condition=Q(free_of_conflict=True), name="observation_free_of_conflict"),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, outcome="")
                | Q(signed_at__isnull=False) & ~Q(outcome="") & ~Q(feedback="") & ~Q(signature=""),
                name="signed_observation_is_whole",
            ),
            models.UniqueConstraint(
                fields=["completion", "rubric"], condition=Q(outcome="pass"), name="observation_passed_once"
            ),
            models.UniqueConstraint(
                fields=["completion", "rubric", "assessor"],
                condition=Q(signed_at__isnull=True),
                name="one_open_observation",
            ),
        ]

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError("Observations are kept.")

    @property
    def data(self) -> dict[str, Any]:
        """The frozen rubric."""
        found: dict[str, Any] = self.version.content.data
        return found
