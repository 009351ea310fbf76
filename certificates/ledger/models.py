"""What a person holds and until when. Statuses are computed from these rows, never stored."""

from datetime import date, datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.authoring.models import CurriculumPage
from courses.learning.models import CourseCompletion
from courses.practice.models import Observation, Rubric
from lms.append_only import AppendOnly


class DateMode(models.TextChoices):
    COMPLETION = "completion", _("From the day of completion")
    EXPIRY = "expiry", _("From the previous expiry, when renewed in time")
    FIXED = "fixed", _("On the same date every time")


class Certification(models.Model):
    """A scheme: what must be completed, and for how long the certificate holds."""

    slug = models.SlugField(_("name in addresses"), unique=True)
    name = models.CharField(_("name"), max_length=120, help_text=_("Printed on the certificate."))
    description = models.TextField(_("description"), help_text=_("What a holder has shown they can do."))
    purpose = models.CharField(
        _("what it is for"),
        max_length=120,
        blank=True,
        help_text=_(
            "As somebody would say it who has not begun: “Lead Family & Friends meetings”. Left empty: the name."
        ),
    )
    allows = models.TextField(
        _("what a holder may do"),
        blank=True,
        help_text=_("One thing a line. Shown on the public page of the certificate."),
    )
    does_not_allow = models.TextField(
        _("what it does not cover"), blank=True, help_text=_("One thing a line, so that nobody expects it.")
    )
    curricula = models.ManyToManyField(CurriculumPage, related_name="certifications", verbose_name=_("curricula"))
    rubric = models.ForeignKey(
        Rubric,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="schemes",
        verbose_name=_("practice to be observed"),
        help_text=_(
            "After completing the curriculum of this rubric, somebody authorised has to observe the person, who has to pass. "
            "Left empty: completing the curricula is enough."
        ),
    )
    validity_months = models.PositiveSmallIntegerField(
        _("months of validity"), default=24, validators=[MinValueValidator(1), MaxValueValidator(120)]
    )
    window_months = models.PositiveSmallIntegerField(
        _("months of the renewal window"),
        default=3,
        help_text=_("How many months before expiry a person may start renewing."),
    )
    grace_days = models.PositiveSmallIntegerField(
        _("days of grace"), default=90, help_text=_("Days after expiry in which renewing still counts.")
    )
    may_facilitate_in_grace = models.BooleanField(_("may facilitate in the grace period"), default=True)
    may_facilitate_while_overdue = models.BooleanField(
        _("may facilitate while an update is overdue"),
        default=True,
        help_text=_("Whether holders may go on facilitating while an update they owe is overdue."),
    )
    date_mode = models.CharField(_("how dates are counted"), max_length=10, choices=DateMode, default=DateMode.EXPIRY)
    minimum_months = models.PositiveSmallIntegerField(
        _("fewest months"), default=6, help_text=_("For the fixed mode: the shortest time a new certificate may last.")
    )
    signatory_name = models.CharField(
        _("who signs"), max_length=100, blank=True, help_text=_("Left empty: who signs for the organisation.")
    )
    signatory_title = models.CharField(_("title of who signs"), max_length=100, blank=True)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("certification")
        verbose_name_plural = _("certifications")
        constraints = [
            models.CheckConstraint(
                condition=Q(window_months__lt=F("validity_months")), name="window_shorter_than_validity"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def goal(self) -> str:
        """What somebody wants who takes this path."""
        return self.purpose or self.name


class Period(AppendOnly):
    """One row of a person's ledger for a certification. Days are inclusive, in the organisation's time zone.

    `rules` and `requirements` are the scheme as it was when the period opened: changing a scheme moves no date promised and
    asks nothing of anybody that they never took.
    """

    class Kind(models.TextChoices):
        FIRST = "first", _("First certificate")
        RENEWAL = "renewal", _("Renewal")
        RESTORATION = "restoration", _("Restoration after a lapse")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="periods")
    certification = models.ForeignKey(Certification, on_delete=models.PROTECT, related_name="periods")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    rules = models.JSONField()
    requirements = models.JSONField(
        default=list, help_text=_("What the scheme asked for: a list of kinds with what they name.")
    )
    completed_on = models.DateField()
    valid_from = models.DateField()
    valid_until = models.DateField(help_text=_("The last valid day."))
    window_opens_on = models.DateField()
    grace_until = models.DateField(help_text=_("The last day of grace."))
    baseline_until = models.DateField(help_text=_("The expiry later periods are counted from."))
    opened_at = models.DateTimeField()
    observation = models.OneToOneField(
        Observation,
        null=True,
        on_delete=models.PROTECT,
        related_name="period",
        help_text=_("The passed observation that it rests on, where the scheme asked for one."),
    )

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
    code = models.CharField(max_length=17, unique=True, help_text=_("16 Crockford characters and a check symbol."))
    holder_name = models.CharField(max_length=120)
    facts = models.JSONField(help_text=_("Scheme, releases, outline, signatory and issuer as printed."))
    issued_at = models.DateTimeField()

    # What a query for a day adds, or `settle` works out from it; see `lifecycle` and, in `updates`, `currency`. Queries add
    # it as `annotate(**names)`: the type checker takes a name written out there for a second declaration.
    ruled: str | None
    ruled_at: datetime | None
    ruled_because: str | None
    has_newer: bool
    holder_is_active: bool
    holder_tells: bool
    validity: str
    update_due_on: date | None
    currency: str
    may_facilitate: bool
    facilitates_through: date | None
    is_renewing: bool

    def __str__(self) -> str:
        return self.code

    @property
    def observed_on(self) -> date | None:
        """The day on which the holder was seen in practice, as printed; None where nobody asked for it."""
        observed = self.facts.get("observed")
        return date.fromisoformat(observed["on"]) if observed else None


class Ruling(AppendOnly):
    """A suspension, its end, or a revocation. The latest one governs; a revocation is final."""

    class Action(models.TextChoices):
        SUSPEND = "suspend", _("Suspended")
        REINSTATE = "reinstate", _("Reinstated")
        REVOKE = "revoke", _("Revoked")

    class Reason(models.TextChoices):
        CONCERN = "concern", _("A concern is being looked into")
        RESOLVED = "resolved", _("The concern was resolved")
        ISSUED_IN_ERROR = "issued_in_error", _("Issued in error")
        WITHDRAWN_BY_HOLDER = "withdrawn_by_holder", _("Given back by the holder")
        NO_LONGER_VALID = "no_longer_valid", _("No longer valid")

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="rulings")
    action = models.CharField(max_length=10, choices=Action)
    reason = models.CharField(max_length=20, choices=Reason)
    note = models.TextField(blank=True, help_text=_("For coordinators only; never shown to the public."))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["certificate"], condition=Q(action="revoke"), name="certificate_revoked_once"
            )
        ]
