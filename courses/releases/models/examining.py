"""What an approver read of a proposal, and what they remarked on it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from courses.contents.models import Content
from courses.releases.models.proposals import ReleaseProposal
from lms.append_only import AppendOnly


class Reading(AppendOnly):
    """Somebody says that they have read this content as the proposal would release it."""

    proposal = models.ForeignKey(ReleaseProposal, on_delete=models.PROTECT, related_name="readings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    content = models.ForeignKey(Content, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "person", "content"], name="content_read_once_a_person"),
        ]


class Remark(AppendOnly):
    """A remark on a lesson or quiz of a proposal, on one passage or on the whole; or an answer to one."""

    proposal = models.ForeignKey(ReleaseProposal, on_delete=models.PROTECT, related_name="remarks")
    content = models.ForeignKey(Content, on_delete=models.PROTECT, related_name="+")
    passage = models.TextField(blank=True, help_text="The words it is about, as they stood; empty: all of it.")
    place = models.PositiveSmallIntegerField(
        null=True, help_text="The number of the block or question; none: all of it."
    )
    words = models.TextField()
    answers = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replies")
    settles = models.BooleanField(default=False, help_text="This answer ends it.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(words="") | Q(settles=True), name="remark_has_words"),
            models.CheckConstraint(condition=Q(settles=False) | Q(answers__isnull=False), name="an_answer_settles"),
            models.UniqueConstraint(fields=["answers"], condition=Q(settles=True), name="remark_settled_once"),
        ]
