"""What a release asked of whom, and what was done about it."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce, Least
from django.utils.translation import gettext_lazy as _

from certificates.ledger.models import Certificate, Certification, Ruling
from courses.authoring.models import CurriculumPage
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


def validities_on(day: date) -> dict[str, Q]:
    """For each validity, which standings have it on a day: each has exactly one."""
    held = Q(ruled="")
    return {
        "revoked": Q(ruled=Ruling.Action.REVOKE),
        "suspended": Q(ruled=Ruling.Action.SUSPEND),
        "expired": held & Q(grace_until__lt=day),
        "grace": held & Q(valid_until__lt=day, grace_until__gte=day),
        "due": held & Q(window_opens_on__lte=day, valid_until__gte=day),
        "valid": held & Q(window_opens_on__gt=day),
    }


def currencies_on(day: date) -> dict[str, Q]:
    """The same for currency."""
    return {
        "overdue": Q(update_due_on__lt=day),
        "outstanding": Q(update_due_on__gte=day),
        "current": Q(update_due_on__isnull=True),
    }


class StandingQuerySet(models.QuerySet["Standing"]):
    def on(self, day: date) -> "StandingQuerySet":
        """Annotated with `validity`, `currency` and `may_facilitate` on a day, today or later."""
        # by **: the type checker takes a name written out for a second declaration
        added = {
            "validity": _named(validities_on(day)),
            "currency": _named(currencies_on(day)),
            "may_facilitate": Case(When(facilitates_through__gte=day, then=Value(True)), default=Value(False)),
        }
        return self.annotate(**added)


def _named(states: dict[str, Q]) -> Case:
    return Case(*(When(is_so, then=Value(name)) for name, is_so in states.items()), output_field=models.CharField())


def _through() -> Case:
    """The last permitted day, from the facts beside it; none where a decision is in force."""
    by_days = Case(When(may_facilitate_in_grace=True, then=F("grace_until")), default=F("valid_until"))
    by_both = Case(
        When(may_facilitate_while_overdue=False, then=Least(by_days, Coalesce(F("update_due_on"), by_days))),
        default=by_days,
    )
    return Case(When(ruled="", then=by_both), output_field=models.DateField())


class Standing(models.Model):
    """The facts of the certificate that counts for a person in a scheme, beside each other for lists and counts.

    Derived from the records in the transaction that changes them, and rebuilt from them at any time (`standing`). It holds
    facts only: what they mean on a day is computed when somebody asks.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="standings")
    certification = models.ForeignKey(Certification, on_delete=models.PROTECT, related_name="+")
    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="+")
    valid_until = models.DateField()
    window_opens_on = models.DateField()
    grace_until = models.DateField()
    may_facilitate_in_grace = models.BooleanField()
    may_facilitate_while_overdue = models.BooleanField()
    ruled = models.CharField(max_length=10, blank=True, help_text=_("The decision in force against it."))
    ruled_at = models.DateTimeField(null=True)
    update_due_on = models.DateField(null=True, help_text=_("The first day by which something still owed is due."))
    facts_version = models.PositiveSmallIntegerField()
    # worked out by the database, so that it never differs from the facts it follows from
    facilitates_through = models.GeneratedField(
        expression=_through(), output_field=models.DateField(null=True), db_persist=True
    )

    # what `on` adds
    validity: str
    currency: str
    may_facilitate: bool

    objects = StandingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "certification"], name="one_standing_in_a_scheme")]
        indexes = [
            models.Index(fields=["certification", "valid_until"], name="standing_by_scheme"),
            models.Index(fields=["valid_until"], name="standing_ending"),
            models.Index(fields=["update_due_on"], name="standing_owing"),
            models.Index(fields=["facilitates_through"], name="standing_permitting"),
            models.Index(fields=["ruled"], name="standing_ruled", condition=~Q(ruled="")),
        ]


class StandingBasis(models.Model):
    """A curriculum that the certificate of a standing rests on: whom a release concerns is found from it.

    Derived, written and rebuilt with the standing.
    """

    standing = models.ForeignKey(Standing, on_delete=models.CASCADE, related_name="bases")
    curriculum = models.ForeignKey(CurriculumPage, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["standing", "curriculum"], name="standing_rests_once")]
