"""One person's history as a coordinator sees it: trainings, certificates, decisions, updates. No answers, no scores."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import RegionMove, User
from certificates.ledger.models import Certificate, Ruling
from certificates.updates import holdings, obligations
from certificates.updates.models import Fulfilment, Obligation
from courses.learning import granting
from courses.learning.completion import completed_hashes
from courses.learning.models import AttemptGrant, Enrolment
from courses.learning.progress import progress
from courses.practice.models import Observation
from lms import dates
from notices.models import Notice


@dataclass(frozen=True)
class Event:
    """Something that happened on a day."""

    at: datetime
    what: str
    more: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Training:
    """A training under way, in words."""

    title: str
    release: str
    kind: str
    done: int
    total: int
    last_seen_at: datetime | None


@dataclass(frozen=True)
class Letter:
    """Something the person was told, and whether it left by mail."""

    at: datetime
    subject: str
    how: str


def letters(person: User, *, most: int = 12) -> list[Letter]:
    """What the person was told last, newest first. One query."""
    told = Notice.objects.filter(recipient=person).select_related("delivery").order_by("-created_at", "-pk")
    return [Letter(one.created_at, one.subject, _how(one)) for one in told[:most]]


def _how(notice: Notice) -> str:
    delivery = getattr(notice, "delivery", None)
    if delivery is None:
        return _("In the site only")
    if delivery.sent_at:
        return _("Sent on %(day)s") % {"day": dates.full(timezone.localdate(delivery.sent_at))}
    return _("Could not be sent") if delivery.given_up_at else _("On its way")


def trainings(person: User) -> list[Training]:
    """What the person is taking now."""
    open_ones = Enrolment.objects.filter(user=person, completed_at__isnull=True, closed_at__isnull=True)
    found = []
    for enrolment in open_ones.select_related("release"):
        so_far = progress(enrolment.release.outline, completed_hashes(enrolment))
        found.append(
            Training(
                enrolment.release.outline["title"],
                str(enrolment.release),
                enrolment.get_kind_display(),
                so_far.done,
                so_far.total,
                enrolment.last_seen_at,
            )
        )
    return found


def stuck(person: User) -> list[granting.Stuck]:
    """The quizzes at which the person has used every attempt."""
    under_way = Enrolment.objects.filter(user=person, completed_at__isnull=True, closed_at__isnull=True)
    return granting.stuck_in(list(under_way.select_related("release")))


def owed(person: User, *, day: date) -> list[holdings.Due]:
    """The updates the person owes."""
    return [
        holdings.due(one, day) for one in obligations.still_owed(person).select_related("release").order_by("due_on")
    ]


def events(person: User) -> list[Event]:
    """Everything that happened, newest first."""
    found = [
        *_of_trainings(person),
        *_of_attempts(person),
        *_of_observations(person),
        *_of_certificates(person),
        *_of_rulings(person),
        *_of_updates(person),
        *_of_moves(person),
    ]
    return sorted(found, key=lambda event: event.at, reverse=True)


def _of_trainings(person: User) -> list[Event]:
    found = []
    for enrolment in Enrolment.objects.filter(user=person).select_related(
        "release", "enrolled_by", "moved_from__release"
    ):
        title, release = enrolment.release.outline["title"], str(enrolment.release)
        found.append(_begun(enrolment, person))
        if enrolment.completed_at:
            completed = _("Completed %(curriculum)s") % {"curriculum": title}
            found.append(Event(enrolment.completed_at, completed, release, "pine"))
        elif enrolment.closed_at and not hasattr(enrolment, "moved_to"):
            found.append(Event(enrolment.closed_at, _("Left %(curriculum)s") % {"curriculum": title}, release))
    return found


def _of_observations(person: User) -> list[Event]:
    """Who observed what and what they decided; what they marked and wrote is for the person."""
    signed = Observation.objects.filter(person=person, signed_at__isnull=False)
    found = []
    for one in signed.select_related("version__content", "assessor"):
        what = _("Observed: %(rubric)s") % {"rubric": one.data["title"]}
        more = _("%(outcome)s. By %(person)s.")
        told = {"outcome": one.get_outcome_display(), "person": one.assessor.formal_name}
        tone = "pine" if one.outcome == Observation.Outcome.PASS else ""
        found.append(Event(one.signed_at or one.started_at, what, more % told, tone))
    return found


def _begun(enrolment: Enrolment, person: User) -> Event:
    words = {
        "release": enrolment.release,
        "curriculum": enrolment.release.outline["title"],
        "kind": enrolment.get_kind_display(),
        "person": enrolment.enrolled_by.formal_name,
    }
    if enrolment.moved_from is not None:
        what = _("Moved from %(older)s to %(release)s") % {**words, "older": enrolment.moved_from.release}
        return Event(enrolment.enrolled_at, what, _("What had not changed stayed done."))
    by_others = enrolment.enrolled_by_id != person.pk
    more = _("%(kind)s, %(release)s. By %(person)s.") if by_others else _("%(kind)s, %(release)s.")
    return Event(enrolment.enrolled_at, _("Enrolled in %(curriculum)s") % words, more % words)


def _of_attempts(person: User) -> list[Event]:
    grants = AttemptGrant.objects.filter(enrolment__user=person).select_related("enrolment__release", "by")
    return [
        Event(
            one.at,
            _("More attempts at a quiz: %(title)s") % {"title": one.enrolment.release.outline["title"]},
            _("%(count)s more. By %(by)s. %(reason)s")
            % {"count": one.count, "by": one.by.formal_name, "reason": one.reason},
        )
        for one in grants
    ]


def _of_certificates(person: User) -> list[Event]:
    return [
        Event(
            one.issued_at,
            _("Certificate issued: %(scheme)s") % {"scheme": one.facts["scheme"]},
            _("%(kind)s. Valid through %(until)s.")
            % {"kind": one.period.get_kind_display(), "until": dates.full(one.period.valid_until)},
            "pine",
        )
        for one in Certificate.objects.filter(period__user=person).select_related("period")
    ]


def _of_rulings(person: User) -> list[Event]:
    tones = {Ruling.Action.SUSPEND: "amber", Ruling.Action.REVOKE: "clay", Ruling.Action.REINSTATE: "pine"}
    return [
        Event(
            one.at,
            _("%(action)s: %(scheme)s")
            % {"action": one.get_action_display(), "scheme": one.certificate.facts["scheme"]},
            " ".join(
                [
                    _("%(reason)s. By %(person)s.")
                    % {"reason": one.get_reason_display(), "person": one.by.formal_name},
                    one.note,
                ]
            ).strip(),
            tones[Ruling.Action(one.action)],
        )
        for one in Ruling.objects.filter(certificate__period__user=person).select_related("certificate", "by")
    ]


def _of_updates(person: User) -> list[Event]:
    mine = Obligation.objects.filter(certificate__period__user=person).select_related("release")
    asked = [
        Event(
            one.created_at,
            _("Update asked for: %(release)s") % {"release": one.release},
            _("%(action)s by %(day)s.") % {"action": one.get_action_display(), "day": dates.full(one.due_on)},
            "amber",
        )
        for one in mine
    ]
    met = Fulfilment.objects.filter(obligation__in=mine).select_related("obligation__release", "covered_by")
    done = [
        Event(
            one.at,
            _("Update done: %(release)s") % {"release": one.obligation.release},
            _("Covered by %(release)s.") % {"release": one.covered_by} if one.covered_by else "",
            "" if one.covered_by else "pine",
        )
        for one in met
    ]
    return asked + done


def _of_moves(person: User) -> list[Event]:
    """Where the person belonged, and what they asked for."""
    said = {
        RegionMove.Outcome.MOVED: _("Region changed: %(left)s → %(wanted)s"),
        RegionMove.Outcome.DECLINED: _("Change of region declined: %(left)s → %(wanted)s"),
        RegionMove.Outcome.WITHDRAWN: _("Change of region withdrawn: %(left)s → %(wanted)s"),
    }
    found = []
    for move in person.region_moves.select_related("left", "wanted", "decided_by"):
        by_whom = move.decided_by.formal_name if move.decided_by else ""
        words = {"left": move.left or _("no region"), "wanted": move.wanted or _("no region"), "by": by_whom}
        if move.asked_at != move.decided_at:
            found.append(Event(move.asked_at, _("Change of region asked for: %(left)s → %(wanted)s") % words))
        if move.decided_at:
            by = _("By %(by)s.") % words if move.decided_by_id != person.pk else ""
            found.append(
                Event(move.decided_at, said[RegionMove.Outcome(move.outcome)] % words, f"{by} {move.note}".strip())
            )
    return found
