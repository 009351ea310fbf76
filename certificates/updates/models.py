"""What a release asked of whom, and what was done about it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from certificates.ledger.models import Certificate
from courses.learning.models import Enrolment
from courses.releases.models import Release
from lms.append_only import AppendOnly


class Obligation(AppendOnly):
    """An update that a certificate holder owes because of a release, by a day (inclusive)."""

    class Action(models.TextChoices):
        ACKNOWLEDGE = "acknowledge", _("Read and acknowledge")
        REASSESS = "reassess", _("Retake what changed")

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="obligations")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="obligations")
    action = models.CharField(max_length=12, choices=Action)
    due_on = models.DateField()
    minutes = models.PositiveSmallIntegerField(help_text=_("How long meeting it takes, counted when it was made."))
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["certificate", "release"], name="obligation_once")]


class Fulfilment(AppendOnly):
    """An obligation was met: acknowledged, retaken in an enrolment, or covered by a later release."""

    obligation = models.OneToOneField(Obligation, on_delete=models.PROTECT, related_name="fulfilment")
    at = models.DateTimeField()
    enrolment = models.ForeignKey(Enrolment, null=True, on_delete=models.PROTECT, related_name="+")
    covered_by = models.ForeignKey(Release, null=True, on_delete=models.PROTECT, related_name="+")


class Outcome(AppendOnly):
    """What a release meant for one person: their state then, and the action taken. Every person touched has one."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="outcomes")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="release_outcomes")
    state = models.CharField(max_length=12)
    action = models.CharField(max_length=12)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "user"], name="outcome_once")]


class Rollout(AppendOnly):
    """A release has been carried out for everybody it touched."""

    release = models.OneToOneField(Release, on_delete=models.PROTECT, related_name="rollout")
    finished_at = models.DateTimeField()
