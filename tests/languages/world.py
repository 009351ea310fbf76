"""One of everything that pages show, for the walks in other languages, and the arguments of addresses that need some."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.usersessions.models import UserSession

from accounts import access_log, failed_logins, feeds, moving
from accounts.models import FailedLogin, User
from certificates.ledger.models import Certificate
from certificates.updates import rollout
from certificates.updates.models import Obligation
from courses.authoring.models import CurriculumPage, QuizPage
from courses.contents.blocks import registry
from courses.contents.models import Content
from courses.contents.outlines import outline_items
from courses.learning import attempts, correcting, corrections, notebook, regrading
from courses.learning.models import Attempt, Correction, Enrolment
from courses.practice.models import Observation
from courses.releases import examining, proposing, reviewing
from courses.releases.models import Release, ReleaseProposal, ReviewTask
from evidence.models import EvidenceUpdate
from home import legal
from home.models import HomePage, TextPage
from tests import factories, plain, practising
from tests.factories import certified, enrolled, items_of, make_claim, make_curriculum, make_release, make_source


@dataclass
class World:
    """The people by role, and what happened around the trainee."""

    people: dict[str, User]
    curriculum: CurriculumPage
    release: Release
    under_way: Enrolment
    attempt: Attempt
    result: Attempt
    certificate: Certificate
    owed: Obligation
    proposal: ReleaseProposal
    update: EvidenceUpdate
    task: ReviewTask
    corrected: Correction
    observed: Observation
    observing: Observation


def make(people: dict[str, User], *, at: datetime) -> World:
    """The trainee holds a certificate, owes an update and is under way elsewhere; a release and a review are waiting."""
    trainee, admin = people["trainee"], people["admin"]
    claim = make_claim("group-claim", sources=[make_source("okoye-2018")], certainty_note="Two small studies.")
    curriculum = make_curriculum("skills", modules=2, lessons=1, questions=2, claim=claim)
    make_release(curriculum, at=at - timedelta(days=200))
    factories.make_scheme(curriculum, slug="facilitator")
    certificate = certified(trainee, curriculum, at=at - timedelta(days=100))
    factories.edit_lesson(factories.lessons_of(curriculum)[0], "Words of the second release.")
    release = make_release(curriculum, at=at - timedelta(days=10))
    rollout.carry_out(release, at=at - timedelta(days=10))
    told = {"summary": "Withdrawn by the journal.", "happened_on": at.date()}
    update = reviewing.record_update(kind="retracted", source=claim.support.first().source, **told, by=admin, at=at)
    factories.edit_lesson(factories.lessons_of(curriculum)[1], "Words of the next release.")
    author, approver = factories.trainers_of(curriculum)
    proposal = proposing.prepare(CurriculumPage.objects.get(pk=curriculum.pk), by=author, at=at)
    _remark_on(proposal, author, approver, at)
    under_way, attempt, result = _under_way(trainee, at)
    for subject in legal.SUBJECTS:
        words = TextPage(
            title=f"Words on {subject}", slug=subject, subject=subject, body="<p>Nobody translates them.</p>"
        )
        HomePage.objects.first().add_child(instance=words)
    for person in people.values():
        _furnish(person, admin, at)
    moving.choose(trainee, None, at=at)
    observed, observing = _observed(people, at)
    return World(
        people=people,
        curriculum=curriculum,
        release=release,
        under_way=under_way,
        attempt=attempt,
        result=result,
        certificate=certificate,
        owed=Obligation.objects.get(certificate=certificate),
        proposal=proposal,
        update=update,
        task=ReviewTask.objects.filter(update=update).first(),
        corrected=_correct(Content.objects.filter(kind="question", key="skills-m1-q1").first(), at),
        observed=observed,
        observing=observing,
    )


def _correct(question: Content, at: datetime) -> Correction:
    """A released question that everybody has the point of."""
    approver = factories.trainers_of(corrections.curricula_asking(question).get())[1]
    made = correcting.correct(question, "everybody", [], reason="What they wrote.", by=approver, at=at)
    regrading.apply(made, at=at)
    return made


def _remark_on(proposal: ReleaseProposal, author: User, approver: User, at: datetime) -> None:
    """A passage and a whole lesson that somebody asks about, and the author's answer."""
    changed = examining.not_read(proposal, by=approver)[0].hash
    told = {"passage": "A sentence of somebody", "by": approver, "at": at}
    about = examining.remark(proposal, changed, "What they wrote.", place=1, **told)
    examining.answer(about, "What they wrote.", settles=False, by=author, at=at)
    whole = examining.remark(proposal, changed, "What they wrote.", by=approver, at=at)
    examining.answer(whole, "", settles=True, by=approver, at=at)


def _under_way(person: User, at: datetime) -> tuple[Enrolment, Attempt, Attempt]:
    """A second training with one lesson done, an attempt that was not passed, and one that is under way."""
    curriculum = make_curriculum("meetings", modules=2, lessons=1, questions=2, quiz={"max_attempts": 4})
    factories.add_own_blocks(curriculum)
    QuizPage.objects.descendant_of(curriculum).last().save_revision().publish()
    make_release(curriculum, at=at - timedelta(days=50))
    enrolment = factories.study(enrolled(person, curriculum, at=at), at=at, items=1)
    lesson = Content.objects.get(hash=items_of(enrolment, "lesson")[0]["hash"])
    written = zip(registry.named_blocks(lesson.data["body"]), ("What they wrote.", "1"), strict=True)
    sent = {name: notebook.Change([value], "0:") for (_number, name, _block), value in written}
    notebook.keep(enrolment, lesson, sent, page="one", at=at)
    quiz = items_of(enrolment, "quiz")[0]["hash"]
    result = factories.take_quiz(enrolment, quiz, right=False, at=at)
    _correct(Content.objects.get(hash=result.shown[0]["question"]), at)
    return enrolment, attempts.start(enrolment, Content.objects.get(hash=quiz), at=at), result


def _observed(people: dict[str, User], at: datetime) -> tuple[Observation, Observation]:
    """A third training whose certificate waits: the coordinator asked for it to be shown once more, and observes again."""
    trainee, assessor = people["trainee"], people["coordinator"]
    curriculum = make_curriculum("practised", modules=1, lessons=1, questions=0)
    make_release(curriculum, at=at - timedelta(days=40))
    practising.asking(curriculum, factories.make_scheme(curriculum, slug="practised"), at=at)
    practising.completed(trainee, curriculum, at=at)
    practising.authorise(assessor, curriculum, None, through=at.date() + timedelta(days=300), at=at)
    practising.authorise(people["admin"], curriculum, None, through=at.date() + timedelta(days=300), at=at)
    observed = practising.signed(practising.begun(assessor, trainee, at=at), "repeat", at=at)
    return observed, practising.begun(assessor, trainee, at=at)


def _furnish(person: User, admin: User, at: datetime) -> None:
    """What account pages list: an address, a second step, a key, another session, who looked, failed logins, a notice."""
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    for action in access_log._WORDS:
        detail = "+author_curriculum:Skills\n-administer:" if action == "change_roles" else "the roster"
        access_log.record(viewer=admin, subject=person, action=action, detail=detail, at=at)
    told = {"subject": "A sentence of somebody", "body": "What they wrote.", "action_label": "", "action_path": "/"}
    plain.tell(person, kind="reminder", dedupe_key=f"one:{person.pk}", **told, at=at)
    RecoveryCodes.activate(person)
    for step in FailedLogin.Step:
        failed_logins.note(person.email, step=step, ip="192.0.2.7", user_agent="", at=at)


def add_key(person: User) -> Authenticator:
    """A passkey for the lists; nobody logs in with it."""
    data = {"name": "My telephone", "credential": {}}
    return Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data=data)


def _quiz_key(release: Release) -> str:
    return next(item["key"] for item in outline_items(release.outline) if item["kind"] == "quiz")


def arguments(world: World) -> dict[str, list]:
    """The arguments of addresses that need some, for things in the world."""
    person, session = world.people["trainee"], UserSession.objects.first()
    source = make_source("other-2019")
    claim = make_claim("other-claim", sources=[source])
    question = factories.make_question("another-question").pk
    editor = {
        "wagtailsnippets_evidence_source": source.pk,
        "wagtailsnippets_evidence_claim": claim.pk,
        "wagtailsnippets_authoring_question": question,
        "wagtailsnippets_practice_rubric": world.observed.rubric_id,
        "regions": person.region.pk,
        "certifications": world.certificate.period.certification_id,
        "wagtailusers_users": person.pk,
    }
    enrolment, slug, code = world.under_way.pk, world.curriculum.slug, world.certificate.code
    doors = ("item", "complete", "keep", "start", "ask")
    steps = {f"learning:{name}": [enrolment, 1] for name in doors}
    tries = {f"learning:{name}": [world.attempt.pk] for name in ("attempt", "save", "submit")}
    proof = {f"proof:{name}": [code] for name in ("verify_code", "verify_json", "certificate", "pdf")}
    proposals = {f"desk:{name}": [world.proposal.pk] for name in ("release_desk", "decide", "reschedule")}
    remark = world.proposal.remarks.first()
    read = [world.proposal.pk, remark.content_id]
    candidate = {f"desk:{name}": read for name in ("candidate", "note_read", "remark")}
    return {
        **candidate,
        "desk:answer_remark": [world.proposal.pk, remark.pk],
        **{f"{name}:{view}": [pk] for name, pk in editor.items() for view in ("edit", "delete", "history")},
        **{f"wagtailsnippets_authoring_question:{view}": [question] for view in ("unpublish", "preview_on_edit")},
        "wagtailsnippets_practice_rubric:unpublish": [world.observed.rubric_id],
        **{f"practice:{name}": [world.observing.pk] for name in ("form", "keep", "sign")},
        "practice:begin": [world.observed.completion_id, world.observed.rubric_id],
        "practice:result": [world.observed.pk],
        "practice:withdraw": [world.observed.authorisation_id],
        "wagtailsettings:edit": ["lms", "organisation"],
        "wagtailsettings:preview_on_edit": ["lms", "organisation", 1],
        "logo": ["0" * 64],
        "accents": [1],
        **steps,
        **tries,
        **proof,
        **proposals,
        "desk:answer_move": [person.pk],
        "desk:grant": [enrolment, factories.items_of(world.under_way, "quiz")[0]["key"]],
        "notices:notice": [person.notices.first().uuid],
        "notices:unsubscribe": ["not-a-token"],
        "account_confirm_email": ["not-a-key"],
        "account_reset_password_from_key": ["1", "not-a-key"],
        "mfa_remove_webauthn": [add_key(person).pk],
        "mfa_edit_webauthn": [Authenticator.objects.filter(user=person).last().pk],
        "home:letter": ["missing"],
        "accounts:end_session": [session.pk if session else 1],
        "accounts:cms_reset_further": ["confirm/"],
        "learning:curriculum": [slug],
        "learning:enrol": [slug],
        "learning:training": [enrolment],
        "learning:leave": [enrolment],
        "learning:result": [world.result.pk],
        "learning:studied": [enrolment, 1, world.result.pk],
        "ledger:renew": ["facilitator"],
        "ledger:path": ["facilitator"],
        "proof:finished": [world.certificate.period.bases.get().completion.enrolment_id],
        "updates:date": [f"end-{world.certificate.pk}"],
        "updates:feed": [feeds.renew(person)],
        "updates:update": [world.owed.pk],
        "desk:person": [person.pk],
        "desk:bundle": [slug],
        "desk:bundle_download": [slug],
        "desk:bundle_check": ["0" * 64],
        "desk:exchange_check": ["0" * 64],
        "desk:rule": [code, "suspend"],
        "desk:prepare": [slug],
        "desk:release": [slug, world.release.number],
        **{
            f"desk:{name}": [slug, world.release.number, _quiz_key(world.release)]
            for name in ("quiz_statistics", "quiz_csv")
        },
        "desk:question_statistics": ["skills-m1-q1"],
        "desk:correct_question": ["skills-m1-q1", world.corrected.question_id],
        "desk:correction": [world.corrected.pk],
        "desk:evidence_update": [world.update.pk],
        "desk:close_task": [world.task.pk],
    }
