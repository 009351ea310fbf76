"""Two years of invented history, told through the rules that people use."""

from datetime import datetime, timedelta

from accounts.models import User
from certificates.ledger import rulings
from certificates.ledger.models import Certificate, Certification, Ruling
from certificates.updates import obligations
from certificates.updates.models import Obligation
from courses.authoring.models import CurriculumPage
from courses.contents import assessment
from courses.contents.models import Content
from courses.contents.outlines import outline_items
from courses.learning import attempts, completion, enrolling, recording
from courses.learning.models import Enrolment
from courses.releases import approving, candidates, examining, proposing, verdicts
from courses.releases.models import ChangeClass, Release
from home.demo.people import Plan

# How many days ago people with this story completed their first training.
_COMPLETED = {
    "valid": 240,
    "valid_done": 200,
    "due": 670,
    "due_renewing": 690,
    "grace": 765,
    "expired": 900,
    "renewed": 715,
    "suspended": 300,
    "revoked": 330,
}


# Slug, the curriculum it asks for, and its words.
_BOUNDS = "Therapy, counselling or medical advice\nAssessing other facilitators"
SCHEMES = [
    (
        "rebt-facilitator",
        "rebt",
        {
            "name": "Meeting Facilitator: Rational Emotive Skills",
            "description": "Leads mutual-aid meetings with the ABC steps, within the limits of a peer-led group.",
            "purpose": "Lead meetings with the ABC steps",
            "allows": "Lead mutual-aid meetings on your own\nUse the ABC steps and the worksheets in them",
            "does_not_allow": _BOUNDS,
        },
    ),
    (
        "family-facilitator",
        "family-and-friends",
        {
            "name": "Meeting Facilitator: Family & Friends",
            "description": "Leads meetings for people who care about somebody with a behaviour of concern.",
            "purpose": "Lead Family & Friends meetings",
            "allows": "Lead meetings for family members and friends\nWelcome newcomers and explain what the group is for",
            "does_not_allow": _BOUNDS,
        },
    ),
]


def make_certifications() -> None:
    """The two schemes of the demo."""
    for slug, curriculum, words in SCHEMES:
        scheme, created = Certification.objects.get_or_create(
            slug=slug,
            defaults={**words, "signatory_name": "Noor Lindqvist", "signatory_title": "Director of Training"},
        )
        if created:
            scheme.curricula.set(CurriculumPage.objects.filter(slug=curriculum))


def release(
    curriculum: CurriculumPage,
    staff: dict[str, User],
    *,
    change_class: ChangeClass,
    notes: str,
    at: datetime,
    due_days: int | None = None,
) -> Release:
    """Prepare, describe, submit and approve what is published now, as two trainers would."""
    proposal = proposing.prepare(curriculum, by=staff["trainer"], at=at)
    days = verdicts.DEFAULT_DUE_DAYS[change_class] if due_days is None else due_days
    words = proposing.Description(change_class, notes, verdicts.default(change_class), days)
    proposal = proposing.hand_on(proposal, words, by=staff["trainer"], at=at)
    for one in examining.not_read(proposal, by=staff["trainer2"]):
        examining.note_read(proposal, one.hash, by=staff["trainer2"], at=at)
    made = approving.approve(proposal, shown=candidates.mark(proposal), by=staff["trainer2"], at=at)
    assert made is not None
    return made


def first_release(curriculum: CurriculumPage, staff: dict[str, User], *, at: datetime) -> None:
    """The first release of a curriculum, unless it already has one."""
    if not curriculum.releases.exists():
        release(
            curriculum,
            staff,
            change_class=ChangeClass.SUBSTANTIVE,
            notes=f"The first release of {curriculum.title}.",
            at=at,
        )


def study(enrolment: Enrolment, *, at: datetime, share: float = 1.0) -> None:
    """Work through this share of an enrolment's items, answering every question rightly."""
    items = outline_items(enrolment.release.outline)
    chosen = items[: round(len(items) * share)]
    recording.record_many([enrolment], {item["hash"] for item in chosen}, at=at)
    done = completion.completed_hashes(enrolment)
    for number, item in enumerate(chosen):
        if item["kind"] == "quiz" and item["hash"] not in done:
            pass_quiz(enrolment, item["hash"], at=at + timedelta(minutes=number))


def pass_quiz(enrolment: Enrolment, quiz_hash: str, *, at: datetime) -> None:
    """One attempt with every answer right."""
    attempt = attempts.start(enrolment, Content.objects.get(hash=quiz_hash), at=at)
    right = assessment.right_answers(attempts.shown_questions(attempt))
    attempts.submit(attempts.save(attempt, right, at=at), at=at)


def live_through(plan: Plan, person: User, *, at: datetime) -> None:
    """What a person's story says they have done: certified so long ago, half-way, or just begun."""
    certify(plan, person, at=at)
    begin(plan, person, at=at)


def certify(plan: Plan, person: User, *, at: datetime) -> None:
    """A person's first training, completed as long ago as their story says."""
    if plan.story not in _COMPLETED:
        return
    curriculum = CurriculumPage.objects.get(slug=plan.curriculum)
    when = at - timedelta(days=_COMPLETED[plan.story])
    study(enrolling.enrol(person, curriculum, by=person, at=when - timedelta(days=20)), at=when)


def begin(plan: Plan, person: User, *, at: datetime) -> None:
    """People who have just started, or are half-way."""
    if plan.story not in ("half", "new"):
        return
    curriculum = CurriculumPage.objects.get(slug=plan.curriculum)
    enrolment = enrolling.enrol(person, curriculum, by=person, at=at - timedelta(days=12))
    if plan.story == "half":
        study(enrolment, at=at - timedelta(days=9), share=0.5)


def rule(plan: Plan, person: User, staff: dict[str, User], *, at: datetime) -> None:
    """Suspend or revoke the certificates of those whose story says so."""
    reasons = {
        "suspended": (rulings.suspend, Ruling.Reason.CONCERN),
        "revoked": (rulings.revoke, Ruling.Reason.NO_LONGER_VALID),
    }
    if plan.story in reasons:
        act, reason = reasons[plan.story]
        certificate = Certificate.objects.get(period__user=person)
        act(
            certificate,
            reason=reason,
            note="Invented for the demo.",
            by=staff["coordinator"],
            at=at - timedelta(days=30),
        )


def renew(plan: Plan, person: User, *, at: datetime) -> None:
    """Renewals: one finished a fortnight ago, one begun."""
    if plan.story not in ("renewed", "due_renewing"):
        return
    curriculum = CurriculumPage.objects.get(slug=plan.curriculum)
    when = at - timedelta(days=14)
    enrolment = enrolling.enrol(person, curriculum, by=person, at=when, kind=Enrolment.Kind.RENEWAL, cycle=2)
    study(enrolment, at=when, share=1.0 if plan.story == "renewed" else 0.4)


def catch_up(plan: Plan, person: User, *, at: datetime) -> None:
    """Some people have already done the update they owed."""
    if plan.story != "valid_done":
        return
    for owed in Obligation.objects.filter(certificate__period__user=person, fulfilment__isnull=True):
        if owed.action == Obligation.Action.ACKNOWLEDGE:
            obligations.acknowledge(owed, at=at - timedelta(days=7))
        else:
            study(obligations.begin(owed, by=person, at=at - timedelta(days=7)), at=at - timedelta(days=6))


def half_way(person: User, *, at: datetime) -> None:
    """The trainee of the demo: half-way, one quiz not passed at the first try."""
    curriculum = CurriculumPage.objects.get(slug="rebt")
    enrolment = enrolling.enrol(person, curriculum, by=person, at=at - timedelta(days=16))
    quiz = next(item for item in outline_items(enrolment.release.outline) if item["kind"] == "quiz")
    attempt = attempts.start(enrolment, Content.objects.get(hash=quiz["hash"]), at=at - timedelta(days=14))
    attempts.submit(attempt, at=at - timedelta(days=14))
    study(enrolment, at=at - timedelta(days=10), share=0.55)
