"""What a person holds and until when. Statuses are computed from these rows, never stored."""

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from courses.models import CourseCompletion, CurriculumPage, Enrolment, Release
from lms.append_only import AppendOnly


def private_storage() -> Storage:
    """Where files live that only their owner may fetch: never under a public address."""
    return storages["private"]


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

    `rules` is a copy of the scheme's rules on the day the period opened: changing a scheme moves no date promised.
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


class CertificateFile(AppendOnly):
    """The PDF of a certificate, rendered once."""

    certificate = models.OneToOneField(Certificate, on_delete=models.PROTECT, related_name="pdf")
    file = models.FileField(upload_to="certificates/%Y/", storage=private_storage)
    sha256 = models.CharField(max_length=64)
    rendered_at = models.DateTimeField()


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


class Obligation(AppendOnly):
    """An update that a certificate holder owes because of a release, by a day (inclusive)."""

    class Action(models.TextChoices):
        ACKNOWLEDGE = "acknowledge", "Read and acknowledge"
        REASSESS = "reassess", "Retake what changed"

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="obligations")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="obligations")
    action = models.CharField(max_length=12, choices=Action)
    due_on = models.DateField()
    minutes = models.PositiveSmallIntegerField(help_text="How long meeting it takes, counted when it was made.")
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
