"""Releases being prepared: who wrote them, who approved them, and when they go out."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.authoring.models import CurriculumPage
from courses.releases.models.releases import ChangeClass
from lms.append_only import AppendOnly, Sealed

OPEN = ("draft", "submitted", "sent_back")
DECIDED = ("approved", "withdrawn")


class ProposalQuerySet(models.QuerySet["ReleaseProposal"]):
    def open(self) -> "ProposalQuerySet":
        """Those that are being prepared or wait for approval."""
        return self.filter(state__in=OPEN)

    def scheduled(self) -> "ProposalQuerySet":
        """Approved ones that wait for their day, which is `takes_effect_at`, in the order of their days."""
        changes = ScheduleChange.objects.filter(proposal=OuterRef("pk")).order_by("-at", "-pk")
        day = {"takes_effect_at": Coalesce(Subquery(changes.values("takes_effect_at")[:1]), F("effective_at"))}
        return (
            self.filter(state="approved", release__isnull=True)
            .exclude(Exists(changes.filter(takes_effect_at__isnull=True)))
            .annotate(**day)
            .order_by("takes_effect_at", "decided_at", "pk")
        )

    def due(self, at: datetime) -> "ProposalQuerySet":
        """Scheduled ones whose day has come."""
        return self.scheduled().filter(Q(takes_effect_at__lte=at))


class ReleaseProposal(Sealed):
    """A release being prepared: frozen, described and weighed, then approved by somebody else.

    Once it is approved or withdrawn it stays as it is, for the database as well. What happens to an approved one afterwards
    is told by other rows: its release, or a change of its schedule.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Being prepared")
        SUBMITTED = "submitted", _("Waiting for approval")
        SENT_BACK = "sent_back", _("Sent back with questions")
        APPROVED = "approved", _("Approved")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    sealed_by = "decided_at"

    curriculum = models.ForeignKey(CurriculumPage, on_delete=models.PROTECT, related_name="proposals")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    frozen_at = models.DateTimeField(help_text="When what is published was frozen into it last.")
    outline = models.JSONField(help_text="The frozen outline this proposal would release.")
    contents = models.JSONField(help_text="Hashes in release order.")
    change_class = models.CharField(max_length=12, choices=ChangeClass, blank=True)
    notes = models.TextField(_("what changed"), blank=True)
    verdict = models.JSONField(default=dict, blank=True)
    loosened_because = models.TextField(blank=True)
    due_days = models.PositiveSmallIntegerField(default=60)
    effective_at = models.DateTimeField(
        null=True, blank=True, help_text="The day asked for; none: once it is approved."
    )
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    submitted_at = models.DateTimeField(null=True)
    sent_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    sent_back_at = models.DateTimeField(null=True)
    question = models.TextField(blank=True, help_text="What the approver asked who sent it back last.")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    approved_digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of what the approver was shown.")

    takes_effect_at: datetime  # of `scheduled` ones only

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["curriculum"], condition=Q(state__in=OPEN), name="one_open_proposal"),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, decided_at__isnull=True, decided_by__isnull=True)
                | Q(state__in=DECIDED, decided_at__isnull=False, decided_by__isnull=False),
                name="proposal_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | ~Q(decided_by=F("author")) & ~Q(approved_digest=""),
                name="proposal_approved_by_another_who_read_it",
            ),
        ]

    def __str__(self) -> str:
        words = {"title": self.curriculum.title, "day": f"{self.created_at:%Y-%m-%d}"}
        return gettext("Release of %(title)s proposed %(day)s") % words

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_editable(self) -> bool:
        """Whether its words may be changed now: while it is not in an approver's hands."""
        return self.state in (self.State.DRAFT, self.State.SENT_BACK)


class ProposalPart(AppendOnly):
    """Somebody's part in a proposal. One person has one part, so nobody approves what they had a hand in writing."""

    class Part(models.TextChoices):
        WROTE = "wrote", _("prepared, described or handed it on")
        APPROVED = "approved", _("approved it")

    proposal = models.ForeignKey(ReleaseProposal, on_delete=models.PROTECT, related_name="parts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=8, choices=Part)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "person"], name="one_part_a_person"),
            models.UniqueConstraint(fields=["proposal"], condition=Q(part="approved"), name="one_approver"),
        ]


class ScheduleChange(AppendOnly):
    """An approved release was moved to another day, or cancelled, before it took effect. The latest one counts."""

    proposal = models.ForeignKey(ReleaseProposal, on_delete=models.PROTECT, related_name="schedule_changes")
    takes_effect_at = models.DateTimeField(null=True, help_text="The new day; none: it was cancelled.")
    because = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(takes_effect_at__isnull=True), name="cancelled_once"
            ),
            models.CheckConstraint(condition=~Q(because=""), name="schedule_changed_with_a_reason"),
        ]

    @property
    def is_cancelled(self) -> bool:
        return self.takes_effect_at is None
