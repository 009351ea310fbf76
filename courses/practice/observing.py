"""Observing somebody: beginning, keeping what is marked, and signing, after which nothing is changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import access_log
from accounts.models import User
from courses.practice import assessors, rubrics, scoring, waiting
from courses.practice.models import Observation
from courses.practice.signals import observation_passed
from lms.locking import Kind, lock_one
from lms.refusals import Refusal
from notices import outbox

LONGEST_NOTE, LONGEST_FEEDBACK = 1000, 5000
Outcome = Observation.Outcome


@dataclass(frozen=True)
class Change:
    """What a form sends: only what it knows of is changed. A mark of None takes the mark away."""

    marks: Mapping[str, Any]
    notes: Mapping[str, str]
    feedback: str | None = None
    observed_on: date | None = None


@dataclass(frozen=True)
class Decision:
    """What the assessor decides, with the name they signed with."""

    outcome: str
    signature: str


@transaction.atomic
def begin(waits: waiting.Waits, *, free_of_conflict: bool, by: User, at: datetime) -> Observation:
    """Open the form for somebody who waits for this assessor; opening it twice gives the same one. Raises Refusal.

    Nobody observes themself, and nobody observes whom they say they cannot judge freely.
    """
    if waits.person.pk == by.pk:
        raise Refusal(_("Nobody observes themself."))
    if not free_of_conflict:
        raise Refusal(
            _("Tick the declaration, or leave this observation to another assessor if you cannot judge freely.")
        )
    person = lock_one(Kind.USER, User.objects.filter(pk=waits.person.pk))
    day = timezone.localdate(at)
    waiting_now = waiting.for_assessor(by, day=day, completion=waits.completion.pk)
    found = next((one for one in waiting_now if one.version.rubric_id == waits.version.rubric_id), None)
    if found is None or found.authorisation is None:
        raise Refusal(_("This person does not wait for an observation by you any more."))
    if found.open is not None:
        return found.open
    access_log.record(viewer=by, subject=person, action="observe", detail=found.version.rubric.title, at=at)
    return Observation.objects.create(
        person=person,
        completion=found.completion,
        version=found.version,
        rubric_id=found.version.rubric_id,
        assessor=by,
        authorisation=found.authorisation,
        free_of_conflict=True,
        started_at=at,
        observed_on=day,
    )


@transaction.atomic
def keep(observation: Observation, change: Change, *, at: datetime) -> Observation:
    """Keep what was marked and written so far. Raises Refusal once it is signed, and for what cannot be kept."""
    observation = _locked(observation)
    _write(observation, change, at)
    observation.save(update_fields=["marks", "notes", "feedback", "observed_on", "saved_at"])
    return observation


@transaction.atomic
def sign(observation: Observation, change: Change, decision: Decision, *, at: datetime) -> Observation:
    """Seal an observation with its outcome, tell the person, and tell the rooms above when it was passed. Raises Refusal.

    Nobody passes against the rules of the rubric; asking to repeat is open to the assessor whatever they give. The assessor has
    to be authorised on the day of signing, and signs with their own name.
    """
    observation = _locked(observation)
    _write(observation, change, at)
    result = scoring.score(observation.data, observation.marks)
    if reasons := _against(observation, decision, result, at):
        raise Refusal(*reasons)
    observation.outcome = decision.outcome
    observation.signature = decision.signature.strip()
    observation.result = result.to_json()
    observation.signed_at = at
    observation.save()
    _tell(observation, at)
    if observation.outcome == Outcome.PASS:
        observation_passed.send(sender=Observation, observation=observation, at=at)
    return observation


def _locked(observation: Observation) -> Observation:
    """The observation as it is now, its person locked as for everything that concerns their certificates."""
    lock_one(Kind.USER, User.objects.filter(pk=observation.person_id))
    related = Observation.objects.select_related("version__content", "completion__enrolment", "person", "assessor")
    found = related.get(pk=observation.pk)
    if found.signed_at is not None:
        raise Refusal(_("This observation is signed. Nothing in it is changed any more."))
    return found


def _write(observation: Observation, change: Change, at: datetime) -> None:
    items = {item["key"]: item for item in rubrics.items_of(observation.data)}
    for key in items.keys() & change.marks.keys():
        mark = rubrics.kept(items[key], change.marks[key])
        if mark is None:
            observation.marks.pop(key, None)
        else:
            observation.marks[key] = mark
    for key in items.keys() & change.notes.keys():
        observation.notes[key] = _fits(change.notes[key], LONGEST_NOTE)
    observation.notes = {key: note for key, note in observation.notes.items() if note}
    if change.feedback is not None:
        observation.feedback = _fits(change.feedback, LONGEST_FEEDBACK)
    if change.observed_on is not None:
        observation.observed_on = _possible(change.observed_on, observation, at)
    observation.saved_at = at


def _fits(text: str, longest: int) -> str:
    found = text.replace("\x00", "").strip()
    if len(found) > longest:
        raise Refusal(_("A text is longer than %(most)d characters. Please shorten it.") % {"most": longest})
    return found


def _possible(day: date, observation: Observation, at: datetime) -> date:
    first = timezone.localdate(observation.completion.completed_at)
    if not first <= day <= timezone.localdate(at):
        raise Refusal(_("The day of the observation lies after the training was completed, and not ahead."))
    return day


def _against(observation: Observation, decision: Decision, result: scoring.Result, at: datetime) -> list[str]:
    found = []
    own = assessors.of_person(observation.assessor, timezone.localdate(at))
    if not any(one.curriculum_id == observation.completion.enrolment.curriculum_id for one in own):
        found.append(_("You are not authorised to observe in this curriculum any more. What you marked is kept."))
    if decision.outcome not in Outcome.values:
        found.append(_("Decide: passed, to be repeated, or not yet."))
    if result.missing:
        found.append(_("Mark every item before you sign; those without a mark are listed with the result."))
    elif decision.outcome == Outcome.PASS and not result.passes:
        found.append(_("A rule of the rubric does not hold, so this cannot be passed. Ask to repeat, or say not yet."))
    if not observation.feedback:
        found.append(_("Write some feedback: what went well, and what to practise."))
    if not _is_own_name(decision.signature, observation.assessor):
        found.append(_("Sign with your name as it stands in your account."))
    if decision.outcome == Outcome.PASS and _has_passed(observation):
        found.append(_("Somebody else has passed this person already. Nothing more is needed."))
    return found


def _is_own_name(signature: str, assessor: User) -> bool:
    names = {assessor.get_full_name(), assessor.display_name, assessor.certificate_name} - {""}
    return " ".join(signature.split()).casefold() in {" ".join(name.split()).casefold() for name in names}


def _has_passed(observation: Observation) -> bool:
    same = Observation.objects.filter(completion=observation.completion_id, rubric=observation.rubric_id)
    return same.filter(outcome=Outcome.PASS).exists()


def _tell(observation: Observation, at: datetime) -> None:
    facts = {
        "rubric": observation.data["title"],
        "by": str(observation.assessor),
        "outcome": observation.outcome,
        "observation": observation.pk,
    }
    key = f"observed:{observation.pk}"
    outbox.tell(observation.person, "observed", facts=facts, dedupe_key=key, at=at)
