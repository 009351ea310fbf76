"""One person's history as a coordinator sees it: trainings, certificates, decisions, updates. No answers, no scores."""

from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import User
from certificates.ledger.models import Certificate, Ruling
from certificates.updates import holdings, obligations
from certificates.updates.models import Fulfilment, Obligation
from courses.learning.completion import completed_hashes
from courses.learning.models import Enrolment
from courses.learning.progress import progress
from lms import dates


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


def owed(person: User, *, day: date) -> list[holdings.Due]:
    """The updates the person owes."""
    return [
        holdings.due(one, day) for one in obligations.still_owed(person).select_related("release").order_by("due_on")
    ]


def events(person: User) -> list[Event]:
    """Everything that happened, newest first."""
    found = [*_of_trainings(person), *_of_certificates(person), *_of_rulings(person), *_of_updates(person)]
    return sorted(found, key=lambda event: event.at, reverse=True)


def _of_trainings(person: User) -> list[Event]:
    found = []
    for enrolment in Enrolment.objects.filter(user=person).select_related(
        "release", "enrolled_by", "moved_from__release"
    ):
        title, release = enrolment.release.outline["title"], str(enrolment.release)
        if enrolment.moved_from is not None:
            more = "What had not changed stayed done."
            found.append(Event(enrolment.enrolled_at, f"Moved from {enrolment.moved_from.release} to {release}", more))
        else:
            by = "" if enrolment.enrolled_by_id == person.pk else f"By {enrolment.enrolled_by}."
            found.append(
                Event(enrolment.enrolled_at, f"Enrolled in {title}", f"{enrolment.get_kind_display()}, {release}. {by}")
            )
        if enrolment.completed_at:
            found.append(Event(enrolment.completed_at, f"Completed {title}", release, "pine"))
        elif enrolment.closed_at and not hasattr(enrolment, "moved_to"):
            found.append(Event(enrolment.closed_at, f"Left {title}", release))
    return found


def _of_certificates(person: User) -> list[Event]:
    return [
        Event(
            one.issued_at,
            f"Certificate issued: {one.facts['scheme']}",
            f"{one.period.get_kind_display()}. Valid through {dates.full(one.period.valid_until)}.",
            "pine",
        )
        for one in Certificate.objects.filter(period__user=person).select_related("period")
    ]


def _of_rulings(person: User) -> list[Event]:
    tones = {Ruling.Action.SUSPEND: "amber", Ruling.Action.REVOKE: "clay", Ruling.Action.REINSTATE: "pine"}
    return [
        Event(
            one.at,
            f"{one.get_action_display()}: {one.certificate.facts['scheme']}",
            f"{one.get_reason_display()}. By {one.by}.{' ' + one.note if one.note else ''}",
            tones[Ruling.Action(one.action)],
        )
        for one in Ruling.objects.filter(certificate__period__user=person).select_related("certificate", "by")
    ]


def _of_updates(person: User) -> list[Event]:
    mine = Obligation.objects.filter(certificate__period__user=person).select_related("release")
    asked = [
        Event(
            one.created_at,
            f"Update asked for: {one.release}",
            f"{one.get_action_display()} by {dates.full(one.due_on)}.",
            "amber",
        )
        for one in mine
    ]
    met = Fulfilment.objects.filter(obligation__in=mine).select_related("obligation__release", "covered_by")
    done = [
        Event(
            one.at,
            f"Update done: {one.obligation.release}",
            f"Covered by {one.covered_by}." if one.covered_by else "",
            "" if one.covered_by else "pine",
        )
        for one in met
    ]
    return asked + done
