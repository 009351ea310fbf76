"""What is known about the running of the site: who was seen when, what was checked, what was saved."""

from django.db import models
from django.db.models import F, Q

from lms.append_only import AppendOnly


class Heartbeat(models.Model):
    """When a part that works in the background was last seen at work."""

    class Part(models.TextChoices):
        WORKER = "worker"
        CLOCK = "clock"  # Celery's beat

    part = models.CharField(max_length=10, choices=Part.choices, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.part} at {self.at:%Y-%m-%d %H:%M}"


class RecordCheck(AppendOnly):
    """One look at every record: how many were damaged, and what was said of the first of them."""

    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    kinds = models.PositiveSmallIntegerField(help_text="How many kinds of damage were looked for.")
    damages = models.PositiveIntegerField()
    findings = models.JSONField(help_text="The first of them: record, what is wrong, repair.")

    class Meta:
        verbose_name = "check of the records"
        indexes = [models.Index(fields=["-ended_at"], name="record_check_newest")]
        constraints = [
            models.CheckConstraint(condition=Q(ended_at__gte=F("started_at")), name="record_check_ends_after_start")
        ]

    def __str__(self) -> str:
        return f"{self.damages} damaged at {self.ended_at:%Y-%m-%d %H:%M}"


class Backup(AppendOnly):
    """One backup that was written whole."""

    made_at = models.DateTimeField()
    name = models.CharField(max_length=200, help_text="The file's name, without its folder.")
    size = models.PositiveBigIntegerField(help_text="Bytes.")

    class Meta:
        indexes = [models.Index(fields=["-made_at"], name="backup_newest")]

    def __str__(self) -> str:
        return self.name
