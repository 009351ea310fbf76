"""What people are told: one notice a fact, one letter a notice."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from notices.kinds import Words, in_words


class Notice(models.Model):
    """Something told to one person, exactly once: `dedupe_key` names the fact it tells."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=40)
    dedupe_key = models.CharField(max_length=200, unique=True)
    letter = models.CharField(
        max_length=60, help_text="Whose words it says; the facts are put into them when it is read."
    )
    facts = models.JSONField()
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["recipient", "-created_at"], name="notice_inbox")]

    def __str__(self) -> str:
        return f"{self.letter} to {self.recipient_id}"

    @cached_property
    def words(self) -> Words:
        """What it says, in the language that is active at the first look."""
        return in_words(self.letter, self.facts)

    @property
    def subject(self) -> str:
        return self.words.subject

    @property
    def body(self) -> str:
        return self.words.body

    @property
    def action_label(self) -> str:
        return self.words.action_label

    @property
    def action_path(self) -> str:
        return self.words.action_path

    @property
    def paragraphs(self) -> list[str]:
        return [part.strip() for part in self.body.split("\n\n") if part.strip()]


class Delivery(models.Model):
    """The letter that carries a notice. `next_try_at` is null once nothing is left to do."""

    notice = models.OneToOneField(Notice, on_delete=models.PROTECT, related_name="delivery")
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True, help_text="When a person let it go although many were due at once.")
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "deliveries"
        indexes = [
            # the worker's question: what is due now?
            models.Index(fields=["next_try_at"], name="delivery_due", condition=Q(next_try_at__isnull=False)),
            models.Index(fields=["given_up_at"], name="delivery_given_up", condition=Q(given_up_at__isnull=False)),
        ]


class Preference(models.Model):
    """A person's choice not to get letters of one kind; the notice still appears in the site."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notice_preferences")
    kind = models.CharField(max_length=40)
    by_mail = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="preference_once")]
