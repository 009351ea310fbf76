"""Everything the database holds about one person, for that person: section by section, each row as it is stored.

A section names its table and its fields. Whatever else points at a person is counted under "also named in" without being
listed here, so that a table added tomorrow is not forgotten. Left out are secrets (they open things), and what coordinators
noted for themselves about a decision, because it may speak of others.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermission

from accounts.models import AccessLogEntry, FailedLogin, RegionMove, User
from certificates.ledger.models import Certificate, Ruling
from certificates.updates.models import Obligation, Outcome, Standing
from courses.learning.models import (
    Attempt,
    AttemptGrant,
    Completion,
    CorrectedResult,
    CorrectiveStudy,
    CourseCompletion,
    Enrolment,
    NotebookEntry,
)
from courses.practice.models import Authorisation, Observation
from home import own_rows
from home.own_rows import Row
from lms.pieces import in_pieces
from notices.models import Notice, Preference

_PIECE = 100  # rows in memory


@dataclass(frozen=True)
class Section:
    """One kind of record. `fields` are its columns with what they are called; `more` adds what takes some work."""

    key: str
    title: str | Promise
    rows: Callable[[User], QuerySet[Any]]
    fields: tuple[tuple[str, str | Promise], ...]
    more: Callable[[list[Any]], list[Row]] | None = None
    points: tuple[str, ...] = ()  # the foreign keys to people that this section tells of: "learning.Enrolment.user"

    def read(self, user: User, *, in_words: bool = False) -> Iterator[Row]:
        """Each row, some hundred at a time; `in_words`: a choice as its name in the reader's language."""
        for piece in in_pieces(self.rows(user), _PIECE):
            added = self.more(piece) if self.more else [{} for _row in piece]
            for row, more in zip(piece, added, strict=True):
                known = {name: _value(row, name, in_words) for name, _label in self.fields if name not in more}
                yield {name: {**known, **more}[name] for name, _label in self.fields}


def _value(row: Any, path: str, in_words: bool) -> Any:
    """A field of a row, or of a row it points to: "release__curriculum"."""
    for name in path.split("__"):
        if isinstance(row, dict):
            row = row.get(name)
            continue
        named = getattr(row, f"get_{name}_display", None) if in_words else None
        row = named() if named else getattr(row, name, None)
    return str(row) if isinstance(row, Model | Fraction) else row


_AT, _WHAT = _("When"), _("What")

SECTIONS = (
    Section(
        "account",
        _("Your account"),
        lambda user: User.objects.filter(pk=user.pk).select_related("region"),
        (
            ("email", _("E-mail address")),
            ("display_name", _("Name we call you")),
            ("certificate_name", _("Name on certificates")),
            ("tells_of_newer", _("Say that I hold a newer certificate")),
            ("name_confirmed_at", _("Name confirmed")),
            ("region__name", _("Region")),
            ("language", _("Language")),
            ("is_active", _("Active")),
            ("is_superuser", _("Runs this site")),
            ("date_joined", _("Since")),
            ("last_login", _("Last login")),
        ),
    ),
    Section(
        "addresses",
        _("E-mail addresses"),
        lambda user: EmailAddress.objects.filter(user=user),
        (("email", _("E-mail address")), ("verified", _("Confirmed")), ("primary", _("Used for letters"))),
        points=("account.EmailAddress.user",),
    ),
    Section(
        "permissions",
        _("What you may do here"),
        lambda user: UserObjectPermission.objects.filter(user=user).select_related("permission", "content_type"),
        (("what", _WHAT), ("where", _("Where"))),
        more=own_rows.permissions,
        points=("guardian.UserObjectPermission.user",),
    ),
    Section(
        "second_steps",
        _("Second steps of your login"),
        lambda user: Authenticator.objects.filter(user=user),
        (("type", _("Kind")), ("created_at", _("Added")), ("last_used_at", _("Last used"))),
        points=("mfa.Authenticator.user",),
    ),
    Section(
        "sessions",
        _("Devices that are logged in"),
        lambda user: UserSession.objects.filter(user=user),
        (
            ("user_agent", _("Device")),
            ("ip", _("Network")),
            ("created_at", _("Since")),
            ("last_seen_at", _("Last used")),
        ),
        points=("usersessions.UserSession.user",),
    ),
    Section(
        "failed_logins",
        _("Logins that did not succeed"),
        lambda user: FailedLogin.objects.filter(user=user),
        (("at", _AT), ("step", _("Kind")), ("network", _("Network")), ("device", _("Device"))),
        points=("accounts.FailedLogin.user",),
    ),
    Section(
        "region_moves",
        _("Moves between regions"),
        lambda user: RegionMove.objects.filter(user=user).select_related("left", "wanted"),
        (
            ("left__name", _("From")),
            ("wanted__name", _("To")),
            ("asked_at", _("Asked")),
            ("decided_at", _("Decided")),
            ("outcome", _("Outcome")),
            ("note", _("Note")),
        ),
        points=("accounts.RegionMove.user",),
    ),
    Section(
        "trainings",
        _("Trainings"),
        lambda user: (
            Enrolment.objects.filter(user=user).select_related("release__curriculum").defer("release__outline")
        ),
        (
            ("id", _("Number")),
            ("release", _("Release")),
            ("kind", _("Kind")),
            ("cycle", _("Cycle")),
            ("enrolled_at", _("Begun")),
            ("last_seen_at", _("Last opened")),
            ("completed_at", _("Completed")),
            ("closed_at", _("Left or moved on")),
        ),
        points=("learning.Enrolment.user",),
    ),
    Section(
        "completions",
        _("Lessons and quizzes you completed"),
        lambda user: Completion.objects.filter(enrolment__user=user).select_related("content"),
        (("enrolment_id", _("Training")), ("content__data__title", _("Title")), ("completed_at", _AT)),
    ),
    Section(
        "courses",
        _("Curricula you completed"),
        lambda user: CourseCompletion.objects.filter(enrolment__user=user),
        (("enrolment_id", _("Training")), ("completed_at", _AT)),
    ),
    Section(
        "attempts",
        _("Attempts at quizzes"),
        lambda user: Attempt.objects.filter(enrolment__user=user).select_related("quiz"),
        (
            ("enrolment_id", _("Training")),
            ("quiz__data__title", _("Title")),
            ("number", _("Number")),
            ("started_at", _("Begun")),
            ("submitted_at", _("Handed in")),
            ("score", _("Points")),
            ("out_of", _("Of")),
            ("passed", _("Passed")),
            ("answers", _("Answers")),
        ),
        more=own_rows.answers,
    ),
    Section(
        "corrected_results",
        _("Results that corrections of questions raised"),
        lambda user: CorrectedResult.objects.filter(attempt__enrolment__user=user).select_related(
            "attempt__quiz", "correction__question"
        ),
        (
            ("attempt__enrolment_id", _("Training")),
            ("attempt__quiz__data__title", _("Title")),
            ("attempt__number", _("Attempt")),
            ("at", _AT),
            ("correction__question__data__stem", _("Question")),
            ("reason", _("Reason")),
            ("score", _("Points")),
            ("out_of", _("Of")),
            ("passed", _("Passed")),
        ),
        more=own_rows.corrected,
    ),
    Section(
        "read_again",
        _("Lessons you read again before another attempt"),
        lambda user: CorrectiveStudy.objects.filter(attempt__enrolment__user=user).select_related(
            "attempt__enrolment__release"
        ),
        (
            ("attempt__enrolment_id", _("Training")),
            ("attempt__number", _("Attempt")),
            ("title", _("Title")),
            ("done_at", _AT),
        ),
        more=own_rows.read_again,
    ),
    Section(
        "notebook",
        _("What you kept in lessons for yourself"),
        lambda user: NotebookEntry.objects.filter(enrolment__user=user).select_related("content"),
        (
            ("enrolment_id", _("Training")),
            ("title", _("Title")),
            ("asked", _("Question")),
            ("words", _("Your words")),
            ("saved_at", _("Kept")),
        ),
        more=own_rows.notebook,
    ),
    Section(
        "observations",
        _("How you were observed"),
        lambda user: Observation.objects.filter(person=user, signed_at__isnull=False).select_related(
            "version__content", "assessor"
        ),
        (
            ("title", _("Title")),
            ("observed_on", _("Day")),
            ("assessor", _("By")),
            ("outcome", _("Outcome")),
            ("feedback", _("Feedback")),
            ("marks", _("Marks")),
            ("signed_at", _("Signed")),
        ),
        more=own_rows.marked,
        points=("practice.Observation.person",),
    ),
    Section(
        "authorisations",
        _("Where you may observe others"),
        lambda user: Authorisation.objects.filter(person=user).select_related("curriculum", "region", "by"),
        (
            ("curriculum", _("Curriculum")),
            ("region", _("Region")),
            ("valid_through", _("Last day")),
            ("by", _("By")),
            ("at", _AT),
        ),
        points=("practice.Authorisation.person",),
    ),
    Section(
        "attempts_granted",
        _("Attempts you were given"),
        lambda user: AttemptGrant.objects.filter(enrolment__user=user).select_related("by"),
        (("at", _AT), ("by", _("By")), ("count", _("Number")), ("reason", _("Reason"))),
    ),
    Section(
        "certificates",
        _("Certificates"),
        lambda user: Certificate.objects.filter(period__user=user).select_related("period__certification"),
        (
            ("code", _("Code")),
            ("period__certification__name", _("Certificate")),
            ("holder_name", _("Name on it")),
            ("period__kind", _("Kind")),
            ("period__completed_on", _("Completed")),
            ("period__valid_from", _("Valid from")),
            ("period__valid_until", _("Valid through")),
            ("period__grace_until", _("Grace until")),
            ("issued_at", _("Issued")),
        ),
        points=("ledger.Period.user",),
    ),
    Section(
        "decisions",
        _("Decisions about your certificates"),
        lambda user: Ruling.objects.filter(certificate__period__user=user).select_related("certificate"),
        (("certificate__code", _("Code")), ("action", _WHAT), ("reason", _("Reason")), ("at", _AT)),
    ),
    Section(
        "updates",
        _("Updates you were asked for"),
        lambda user: Obligation.objects.filter(certificate__period__user=user).select_related(
            "release__curriculum", "fulfilment"
        ),
        (
            ("release", _("Release")),
            ("action", _WHAT),
            ("created_at", _("Asked")),
            ("due_on", _("Due")),
            ("minutes", _("Minutes")),
            ("fulfilment__at", _("Done")),
        ),
    ),
    Section(
        "outcomes",
        _("What releases meant for you"),
        lambda user: Outcome.objects.filter(user=user).select_related("release__curriculum"),
        (("release", _("Release")), ("state", _("State")), ("action", _WHAT), ("at", _AT)),
        points=("updates.Outcome.user",),
    ),
    Section(
        "standings",
        _("How your certificates stand, for lists"),
        lambda user: Standing.objects.filter(user=user).select_related("certification"),
        (
            ("certification", _("Certificate")),
            ("valid_until", _("Valid through")),
            ("grace_until", _("Grace until")),
            ("ruled", _("Decision")),
            ("update_due_on", _("Due")),
        ),
        points=("updates.Standing.user",),
    ),
    Section(
        "notices",
        _("What you were told"),
        lambda user: Notice.objects.filter(recipient=user).select_related("delivery"),
        (
            ("created_at", _AT),
            ("subject", _("Subject")),
            ("body", _("Text")),
            ("read_at", _("Read")),
            ("delivery__sent_at", _("Sent by mail")),
        ),
        more=own_rows.notices,
        points=("notices.Notice.recipient",),
    ),
    Section(
        "letters",
        _("Letters you chose or switched off"),
        lambda user: Preference.objects.filter(user=user),
        (("kind", _("Kind")), ("by_mail", _("By mail"))),
        points=("notices.Preference.user",),
    ),
    Section(
        "looks",
        _("Who looked at my record"),
        lambda user: AccessLogEntry.objects.filter(subject=user).select_related("viewer"),
        (("at", _AT), ("words", _WHAT)),
        more=own_rows.looks,
        points=("accounts.AccessLogEntry.subject",),
    ),
)


def also_named_in(user: User) -> Iterator[Row]:
    """How often everything else points at the person, by table and field: what they wrote, approved, noted or gave."""
    told = {point for section in SECTIONS for point in section.points}
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            point = f"{model._meta.label}.{field.name}"
            if field.related_model is not User or point in told:
                continue
            if count := model._base_manager.filter(**{field.name: user}).count():
                yield {"record": point, "count": count}
