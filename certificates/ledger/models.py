"""What a person holds and until when. Statuses are computed from these rows, never stored."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from courses.authoring.models import CurriculumPage
from courses.learning.models import CourseCompletion
from lms.append_only import AppendOnly


class DateMode(models.TextChoices):
    COMPLETION = "completion", "From the day of completion"
    EXPIRY = "expiry", "From the previous expiry, when renewed in time"
    FIXED = "fixed", "On the same date every time"


class Certification(models.Model):
    """A scheme: what must be completed, and for how long the certificate holds."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120, help_text="Printed on the certificate.")
    description = models.TextField(help_text="What a holder has shown they can do.")
    curricula = models.ManyToManyField(CurriculumPage, related_name="certifications")
    validity_months = models.PositiveSmallIntegerField(
        default=24, validators=[MinValueValidator(1), MaxValueValidator(120)]
    )
    window_months = models.PositiveSmallIntegerField(
        default=3, help_text="How many months before expiry a person may start renewing."
    )
    grace_days = models.PositiveSmallIntegerField(
        default=90, help_text="Days after expiry in which renewing still counts."
    )
    may_facilitate_in_grace = models.BooleanField(default=True)
    may_facilitate_while_overdue = models.BooleanField(
        default=True, help_text="Whether holders may go on facilitating while an update they owe is overdue."
    )
    date_mode = models.CharField(max_length=10, choices=DateMode, default=DateMode.EXPIRY)
    minimum_months = models.PositiveSmallIntegerField(
        default=6, help_text="For the fixed mode: the shortest time a new certificate may last."
    )
    signatory_name = models.CharField(max_length=100)
    signatory_title = models.CharField(max_length=100)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(window_months__lt=F("validity_months")), name="window_shorter_than_validity"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Period(AppendOnly):
    """One row of a person's ledger for a certification. Days are inclusive, in the organisation's time zone.

    `rules` and `requirements` are the scheme as it was when the period opened: changing a scheme moves no date promised and
    asks nothing of anybody that they never took.
    """

    class Kind(models.TextChoices):
        FIRST = "first", "First certificate"
        RENEWAL = "renewal", "Renewal"
        RESTORATION = "restoration", "Restoration after a lapse"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="periods")
    certification = models.ForeignKey(Certification, on_delete=models.PROTECT, related_name="periods")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    rules = models.JSONField()
    requirements = models.JSONField(
        default=list, help_text="What the scheme asked for: a list of kinds with what they name."
    )
    completed_on = models.DateField()
    valid_from = models.DateField()
    valid_until = models.DateField(help_text="The last valid day.")
    window_opens_on = models.DateField()
    grace_until = models.DateField(help_text="The last day of grace.")
    baseline_until = models.DateField(help_text="The expiry later periods are counted from.")
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "certification", "number"], name="period_number_once"),
            models.CheckConstraint(
                condition=Q(valid_from__lte=F("valid_until"))
                & Q(window_opens_on__lte=F("valid_until"))
                & Q(valid_until__lte=F("grace_until")),
                name="period_days_in_order",
            ),
        ]
        indexes = [
            models.Index(fields=["valid_until"], name="period_expiring"),
            models.Index(fields=["certification", "valid_until"], name="period_by_scheme"),
        ]


class PeriodBasis(AppendOnly):
    """A completion that a period rests on; it serves a certification once."""

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="bases")
    certification = models.ForeignKey(Certification, on_delete=models.PROTECT, related_name="+")
    completion = models.ForeignKey(CourseCompletion, on_delete=models.PROTECT, related_name="bases")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["certification", "completion"], name="completion_serves_scheme_once")
        ]


class Certificate(AppendOnly):
    """What is issued for a period: its code and every fact printed on it, frozen."""

    period = models.OneToOneField(Period, on_delete=models.PROTECT, related_name="certificate")
    code = models.CharField(max_length=17, unique=True, help_text="16 Crockford characters and a check symbol.")
    holder_name = models.CharField(max_length=120)
    facts = models.JSONField(help_text="Scheme, releases, outline, signatory and issuer as printed.")
    issued_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.code


class Ruling(AppendOnly):
    """A suspension, its end, or a revocation. The latest one governs; a revocation is final."""

    class Action(models.TextChoices):
        SUSPEND = "suspend", "Suspended"
        REINSTATE = "reinstate", "Reinstated"
        REVOKE = "revoke", "Revoked"

    class Reason(models.TextChoices):
        CONCERN = "concern", "A concern is being looked into"
        RESOLVED = "resolved", "The concern was resolved"
        ISSUED_IN_ERROR = "issued_in_error", "Issued in error"
        WITHDRAWN_BY_HOLDER = "withdrawn_by_holder", "Given back by the holder"
        NO_LONGER_VALID = "no_longer_valid", "No longer valid"

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="rulings")
    action = models.CharField(max_length=10, choices=Action)
    reason = models.CharField(max_length=20, choices=Reason)
    note = models.TextField(blank=True, help_text="For coordinators only; never shown to the public.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["certificate"], condition=Q(action="revoke"), name="certificate_revoked_once"
            )
        ]
