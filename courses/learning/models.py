"""Who takes which release, and the record of their work in it."""

from fractions import Fraction
from typing import Any, NoReturn, Self

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

from courses.authoring.models.pages import CurriculumPage
from courses.contents import correcting
from courses.contents.models import Content
from courses.learning.results import Result
from courses.releases.models.releases import Release
from lms.append_only import AppendOnly, AppendOnlyError, Sealed


class Enrolment(models.Model):
    """One person taking one release of one curriculum, once; never reset, never reused.

    Moving to a newer release makes a new enrolment with `moved_from`. `cycle` is 1 for the first certification and grows
    by one for each renewal. It is open until it is completed, left, or moved on from.
    """

    class Kind(models.TextChoices):
        FIRST = "first", _("First training")
        RENEWAL = "renewal", _("Renewal")
        UPDATE = "update", _("Update after a change")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="enrolments")
    curriculum = models.ForeignKey(CurriculumPage, on_delete=models.PROTECT, related_name="enrolments")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="enrolments")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.FIRST)
    cycle = models.PositiveSmallIntegerField(default=1)
    enrolled_at = models.DateTimeField()
    enrolled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    moved_from = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="moved_to")
    last_seen = models.CharField(max_length=64, blank=True, help_text=_("Hash of the item opened last."))
    last_seen_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True, help_text=_("Left, or moved to another release."))

    class Meta:
        ordering = ["-enrolled_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "curriculum"],
                condition=Q(completed_at__isnull=True, closed_at__isnull=True),
                name="one_open_enrolment",
            ),
            models.UniqueConstraint(fields=["user", "release", "kind", "cycle"], name="enrolment_once"),
        ]
        indexes = [models.Index(fields=["release", "completed_at", "closed_at"], name="enrolment_by_release")]

    def __str__(self) -> str:
        return f"{self.user} in {self.release}"

    @property
    def is_open(self) -> bool:
        return self.completed_at is None and self.closed_at is None


class Completion(AppendOnly):
    """A person finished one frozen lesson or passed one frozen quiz, inside an enrolment.

    `carried_from` names the earlier completion of the same content when the person was moved to a newer release.
    """

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="completions")
    content = models.ForeignKey(Content, on_delete=models.PROTECT, related_name="completions")
    completed_at = models.DateTimeField()
    carried_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment", "content"], name="completion_once")]


class CourseCompletion(AppendOnly):
    """A person completed everything in the release they were enrolled in."""

    enrolment = models.OneToOneField(Enrolment, on_delete=models.PROTECT, related_name="course_completion")
    completed_at = models.DateTimeField()


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def with_results(self) -> Self:
        """Each with the result that counts: `Attempt.result` asks for nothing more."""
        newest = CorrectedResult.objects.filter(attempt=OuterRef("pk")).order_by("-pk")
        names = ("points", "points_over", "out_of", "earned", "passed", "to_study")
        found = newest.values(found=JSONObject(**{name: F(name) for name in names}))
        return self.annotate(corrected=Subquery(found[:1], output_field=models.JSONField()))


class Attempt(Sealed):
    """One attempt at a quiz: what was shown, what was answered, the result. Sealed once submitted.

    `shown` is [{"question": hash, "order": [numbers of its parts]}]; `answers` is {question hash: answer}, as the type of
    each question keeps it: numbers are those of the frozen question, whatever the order shown. `saves` says of each
    question answered how often that changed, when and from which page, and keeps what another page would have answered:
    {question hash: {"version": 2, "at": ISO instant, "page": name, "others": [{"answer": answer, "at": ISO instant}]}}.

    The result of handing in is exact: `points` / `points_over` of `out_of` points, and what each question `earned` as "1",
    "0" or "2/3". `to_study` holds the keys of lessons to read again before the next attempt, because a critical question
    was missed. `graded_with` names the corrections of its questions that counted then; later ones may raise it
    (CorrectedResult), so whoever asks what counts asks for `result`.
    """

    sealed_by = "submitted_at"

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="attempts")
    quiz = models.ForeignKey(Content, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    shown = models.JSONField()
    answers = models.JSONField(default=dict, blank=True)
    flagged = models.JSONField(default=list, blank=True)
    saves = models.JSONField(default=dict, blank=True)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    points = models.PositiveBigIntegerField(null=True)
    points_over = models.PositiveBigIntegerField(default=1, db_default=1)
    earned = models.JSONField(null=True)
    to_study = models.JSONField(default=list, blank=True, db_default=models.Value([], models.JSONField()))
    out_of = models.PositiveSmallIntegerField(null=True)
    passed = models.BooleanField(null=True)
    graded_with = models.JSONField(
        default=list,
        blank=True,
        db_default=models.Value([], models.JSONField()),
        help_text="The corrections that counted already when it was handed in.",
    )

    objects = AttemptQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "quiz", "number"], name="attempt_number_once"),
            models.UniqueConstraint(
                fields=["enrolment", "quiz"], condition=Q(submitted_at__isnull=True), name="one_open_attempt"
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True)
                | Q(points__isnull=False, out_of__isnull=False, passed__isnull=False),
                name="submitted_attempt_has_result",
            ),
            models.CheckConstraint(
                condition=Q(points_over__gte=1)
                & (Q(points__isnull=True) | Q(points__lte=F("out_of") * F("points_over"))),
                name="attempt_points_within",
            ),
        ]

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError("Attempts are kept.")

    @property
    def handed_in(self) -> Result:
        """The result it was handed in with."""
        return Result(
            self.points or 0,
            self.points_over,
            self.out_of or 0,
            self.earned,
            bool(self.passed),
            list(self.to_study),
        )

    @property
    def result(self) -> Result:
        """The result that counts: the one it was handed in with, or what corrections raised it to.

        Asks for them, unless the attempt was loaded `with_results`.
        """
        if "corrected" not in self.__dict__:
            newest = CorrectedResult.objects.filter(attempt=self).last()
            return newest.result if newest else self.handed_in
        return Result.stored(self.__dict__["corrected"]) if self.__dict__["corrected"] else self.handed_in

    @property
    def is_raised(self) -> bool:
        """Whether a correction raised it since it was handed in."""
        return self.result != self.handed_in

    @property
    def score(self) -> Fraction | None:
        """The points that count, exactly; None before handing in."""
        return None if self.points is None else self.result.score

    @property
    def in_points(self) -> bool:
        """Whether a part of a point was earned somewhere."""
        return self.result.in_points

    @property
    def reached(self) -> bool:
        """Whether the points reach the pass mark, whatever else was missed. Asks for the quiz."""
        return self.points is not None and self.result.reaches(self.quiz.data["pass_mark"])

    @property
    def percent(self) -> int | None:
        """Whole per cent, rounded down, so that what is shown never exceeds what was earned."""
        return self.result.percent if self.points is not None and self.out_of else None


class Correction(AppendOnly):
    """A frozen question was wrong: how it counts since then, wherever it was asked, and why."""

    class How(models.TextChoices):
        ACCEPT = correcting.How.ACCEPT, _("Another answer counts, too")
        REKEY = correcting.How.REKEY, _("Another answer is right instead")
        ANSWERED = correcting.How.ANSWERED, _("Everybody who answered has the point")
        EVERYBODY = correcting.How.EVERYBODY, _("Everybody who was asked has the point")
        DROP = correcting.How.DROP, _("The question does not count")

    question = models.ForeignKey(Content, on_delete=models.PROTECT, related_name="corrections")
    how = models.CharField(max_length=9, choices=How)
    answer = models.JSONField(
        default=list, blank=True, help_text="What counts too or instead, as its type keeps answers."
    )
    reason = models.TextField(help_text="Learners read it.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="correction_has_reason"),
            models.CheckConstraint(
                condition=Q(how__in=[how.value for how in correcting.How]), name="correction_is_of_a_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_how_display()}: {self.question_id[:8]}"


class CorrectedResult(AppendOnly):
    """What a correction raised the result of an attempt to; the one before it is the result it had. The newest counts."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="corrected_results")
    correction = models.ForeignKey(Correction, on_delete=models.PROTECT, related_name="results")
    at = models.DateTimeField()
    points = models.PositiveBigIntegerField()
    points_over = models.PositiveBigIntegerField()
    earned = models.JSONField()
    to_study = models.JSONField(default=list, blank=True)
    out_of = models.PositiveSmallIntegerField()
    passed = models.BooleanField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "correction"], name="corrected_result_once"),
            models.CheckConstraint(
                condition=Q(points_over__gte=1) & Q(out_of__gte=1) & Q(points__lte=F("out_of") * F("points_over")),
                name="corrected_points_within",
            ),
        ]

    @property
    def result(self) -> Result:
        return Result(self.points, self.points_over, self.out_of, self.earned, self.passed, list(self.to_study))


class AppliedCorrection(AppendOnly):
    """A correction was carried to the end: every attempt that asked its question was looked at."""

    correction = models.OneToOneField(Correction, on_delete=models.PROTECT, related_name="applied")
    finished_at = models.DateTimeField()


class CorrectiveStudy(AppendOnly):
    """After an attempt that missed a critical question, its person read the lesson about it again."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="studies")
    lesson_key = models.CharField(max_length=100, help_text="The key of the lesson, whatever its words in a release.")
    done_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "corrective studies"
        constraints = [models.UniqueConstraint(fields=["attempt", "lesson_key"], name="corrective_study_once")]


class AttemptGrant(AppendOnly):
    """Somebody who may gave a person more attempts at a quiz of their training than the quiz allows."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="attempt_grants")
    quiz_key = models.CharField(max_length=100, help_text="The key of the quiz, whatever its words in a release.")
    count = models.PositiveSmallIntegerField(help_text="How many attempts more.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(count__gte=1), name="attempt_grant_grants"),
            models.CheckConstraint(condition=~Q(reason=""), name="attempt_grant_has_reason"),
        ]


class NotebookEntry(models.Model):
    """What a person wrote or chose in one block of a lesson, for themself alone: nobody else is ever shown it.

    It hangs on the training and the frozen lesson it was kept in; `block` is the lasting name of the block, which another
    release of the lesson may show again. `kept` is what the kind of the block keeps. `version` counts the changes, and
    `page` names the page that made the last one, so that what two devices write is not lost.
    """

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="notebook")
    content = models.ForeignKey(Content, on_delete=models.PROTECT, related_name="+")
    block = models.CharField(max_length=24)
    kept = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    page = models.CharField(max_length=24, blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "content", "block"], name="notebook_entry_once"),
        ]
