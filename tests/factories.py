"""Rows for tests, made through the same rules people use. Plain functions; every instant is given."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import count
from typing import Any

from PIL import Image
from wagtail.models import Page
from wagtail.rich_text import RichText

from accounts import roles
from accounts.models import Region, User
from certificates.ledger.models import Certificate, Certification
from courses.authoring.models import (
    CurriculumIndexPage,
    CurriculumPage,
    LessonPage,
    ModulePage,
    Question,
    QuestionClaim,
    QuizDraw,
    QuizPage,
    QuizQuestion,
)
from courses.contents import assessment
from courses.contents.models import Content
from courses.contents.outlines import outline_items
from courses.learning import attempts, completion, enrolling
from courses.learning.models import Attempt, Enrolment
from courses.releases import approving, candidates, examining, proposing, releasing, verdicts
from courses.releases.models import ChangeClass, Release, ReleaseProposal
from evidence.models import Claim, ClaimSource, Source
from home.models import HomePage
from lms import organisation, pictures
from lms.models import Organisation

PASSWORD = "a-long-enough-password"
NOON = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)  # 2 March 2026, noon in Toronto

DECIDED = organisation.Facts(
    name="Cairn Community Training",
    time_zone="America/Toronto",
    letters_name="Cairn",
    letters_address="training@example.org",
    signatory_name="Noor Lindqvist",
    signatory_title="Director of Training",
    version=1,
)

_numbers = count(1)


# ------------------------------------------------------------------------------------------------------------ people
def make_user(email: str = "", name: str = "Jordan Ellery", region: Region | None = None, **fields: Any) -> User:
    """A person with the password PASSWORD, who has confirmed the name on certificates if they have one."""
    email = email or f"person{next(_numbers)}@example.org"
    fields.setdefault("certificate_name", name)
    fields.setdefault("name_confirmed_at", NOON - timedelta(days=1500) if fields["certificate_name"] else None)
    return User.objects.create_user(email, PASSWORD, display_name=name.split()[0], region=region, **fields)


def make_regions() -> dict[str, Region]:
    """Canada > Ontario > (Toronto, Ottawa) and Canada > Québec > Montréal, by name."""
    canada = Region.add_root(name="Canada", slug="canada")
    ontario = canada.add_child(name="Ontario", slug="ontario")
    quebec = Region.objects.get(pk=canada.pk).add_child(name="Québec", slug="quebec")
    toronto = Region.objects.get(pk=ontario.pk).add_child(name="Toronto", slug="toronto")
    ottawa = Region.objects.get(pk=ontario.pk).add_child(name="Ottawa", slug="ottawa")
    montreal = Region.objects.get(pk=quebec.pk).add_child(name="Montréal", slug="montreal")
    made = {region.name: region for region in (canada, ontario, quebec, toronto, ottawa, montreal)}
    return {name: Region.objects.get(pk=region.pk) for name, region in made.items()}


# ---------------------------------------------------------------------------------------------------------- evidence
def make_source(key: str = "", **fields: Any) -> Source:
    """A journal article."""
    key = key or f"source-{next(_numbers)}"
    defaults = {
        "title": "A study of group skills",
        "author": [{"family": "Okoye", "given": "N."}, {"family": "Marsh", "given": "T."}],
        "container_title": "Journal of Group Practice",
        "issued": "2018",
        "volume": "12",
        "page": "1-9",
        "doi": f"10.1000/{key}",
    }
    return Source.objects.create(key=key, **{**defaults, **fields})


def make_claim(key: str = "", *, sources: Sequence[Source] | None = None, **fields: Any) -> Claim:
    """A claim with one source, or with the sources given."""
    key = key or f"claim-{next(_numbers)}"
    defaults = {"statement": "Practising a new belief aloud helps people to use it later.", "certainty": "moderate"}
    claim = Claim.objects.create(key=key, **{**defaults, **fields})
    for place, source in enumerate([make_source()] if sources is None else sources):
        ClaimSource.objects.create(claim=claim, source=source, note="Found a moderate effect.", sort_order=place)
    return claim


# --------------------------------------------------------------------------------------------------------- curricula
def make_index() -> CurriculumIndexPage:
    """The public catalogue page under a home page; made once."""
    found = CurriculumIndexPage.objects.first()
    if found is not None:
        return found
    home = HomePage.objects.first() or Page.objects.get(depth=1).add_child(
        instance=HomePage(title="Cairn", slug="cairn-home", headline="Learn to hold a good meeting.", lead="Free.")
    )
    return home.add_child(instance=CurriculumIndexPage(title="Curricula", slug="curricula", intro="A few evenings."))


def make_question(
    key: str = "",
    *,
    topic: str = "basics",
    options: int = 3,
    correct: Sequence[int] = (0,),
    claims: Sequence[Claim] = (),
    **fields: Any,
) -> Question:
    """A published question whose options say whether they are right. Several right ones make it a "multiple"."""
    key = key or f"question-{next(_numbers)}"
    texts = [
        {"text": f"Option {n}", "correct": n in correct, "rationale": f"Why option {n} is as it is."}
        for n in range(options)
    ]
    fields.setdefault("body", [("single" if len(correct) == 1 else "multiple", {"options": texts})])
    fields.setdefault("stem", f"What does {key} ask?")
    question = Question.objects.create(key=key, topic=topic, **fields)
    for place, claim in enumerate(claims):
        QuestionClaim.objects.create(question=question, claim=claim, sort_order=place)
    return question


def make_lesson(module: ModulePage, title: str = "", body: Sequence[tuple] | None = None, **fields: Any) -> LessonPage:
    """A published lesson; without a body, one paragraph."""
    title = title or f"Lesson {next(_numbers)}"
    fields.setdefault("summary", f"What {title} is about.")
    body = [("text", RichText(f"<p>The words of {title}.</p>"))] if body is None else body
    return module.add_child(instance=LessonPage(title=title, minutes=fields.pop("minutes", 10), body=body, **fields))


def make_quiz(
    module: ModulePage,
    questions: Sequence[Question] = (),
    *,
    draws: Sequence[tuple[str, int]] = (),
    title: str = "",
    **fields: Any,
) -> QuizPage:
    """A published quiz with these questions in every attempt, and so many drawn of each topic."""
    quiz = module.add_child(instance=QuizPage(title=title or f"Check {next(_numbers)}", **fields))
    for place, question in enumerate(questions):
        QuizQuestion.objects.create(quiz=quiz, question=question, sort_order=place)
    for place, (topic, number) in enumerate(draws):
        QuizDraw.objects.create(quiz=quiz, topic=topic, count=number, sort_order=place)
    return quiz


def make_module(curriculum: CurriculumPage, title: str = "", **fields: Any) -> ModulePage:
    """An empty published module at the end of a curriculum."""
    page = ModulePage(title=title or f"Module {next(_numbers)}", summary="An evening's work.", **fields)
    return CurriculumPage.objects.get(pk=curriculum.pk).add_child(instance=page)


def make_curriculum(
    slug: str = "",
    *,
    modules: int = 2,
    lessons: int = 2,
    questions: int = 2,
    claim: Claim | None = None,
    quiz: dict[str, Any] | None = None,
    **fields: Any,
) -> CurriculumPage:
    """A published curriculum: so many modules of so many lessons, each ending with a quiz of so many questions.

    With `claim`, the first lesson shows it and the first question of the first quiz cites it. `questions=0`: no quizzes.
    """
    number = next(_numbers)
    slug = slug or f"curriculum-{number}"
    defaults = {
        "title": f"Group skills {number}",
        "code": slug.upper().replace("_", "-")[:12],
        "summary": "How to hold a good meeting.",
        "audience": "Trainee facilitators.",
        "outcomes": [("outcome", "Open a meeting."), ("outcome", "Close a meeting.")],
    }
    curriculum = make_index().add_child(instance=CurriculumPage(slug=slug, **{**defaults, **fields}))
    for m in range(modules):
        module = make_module(curriculum, f"Module {m + 1}")
        for n in range(lessons):
            body = [("text", RichText(f"<p>Module {m + 1}, lesson {n + 1}.</p>"))]
            if claim is not None and m == n == 0:
                body.append(("claim", {"claim": claim}))
            make_lesson(module, f"Lesson {m + 1}.{n + 1}", body)
        if questions:
            cited = [claim] if claim is not None and m == 0 else []
            asked = [
                make_question(f"{slug}-m{m + 1}-q{q + 1}", topic=f"{slug}-m{m + 1}", claims=cited if q == 0 else [])
                for q in range(questions)
            ]
            make_quiz(module, asked, title=f"Check {m + 1}", **(quiz or {}))
    return CurriculumPage.objects.get(pk=curriculum.pk)


def lessons_of(curriculum: CurriculumPage) -> list[LessonPage]:
    """The curriculum's lesson pages in order."""
    return list(LessonPage.objects.descendant_of(curriculum).order_by("path"))


def own_blocks(asked: str = "What would you say?") -> list[tuple]:
    """A reflection and a knowledge check, in which readers keep something of their own."""
    options = [
        {"text": f"Option {name}", "correct": name == "B", "feedback": f"About option {name}."} for name in "ABCD"
    ]
    check = {"question": f"Which is it? ({asked})", "options": options}
    return [("reflection", {"prompt": asked, "help": "A word is enough."}), ("check", check)]


def make_curriculum_with_notebook(**parts: Any) -> CurriculumPage:
    """A released curriculum whose first lesson has room for what its readers keep."""
    made = make_curriculum("skills", **parts)
    add_own_blocks(made)
    make_release(made)
    return made


def add_own_blocks(curriculum: CurriculumPage) -> None:
    """Give the first lesson room for what its readers keep, and publish it."""
    first = lessons_of(curriculum)[0]
    first.body.extend(own_blocks())
    first.save_revision().publish()


def edit_lesson(page: LessonPage, words: str) -> LessonPage:
    """Write one more paragraph and publish it, as an author would."""
    page = LessonPage.objects.get(pk=page.pk)
    page.body.append(("text", RichText(f"<p>{words}</p>")))
    page.save_revision().publish()
    return LessonPage.objects.get(pk=page.pk)


# ---------------------------------------------------------------------------------------------------------- releases
def trainers_of(curriculum: CurriculumPage) -> tuple[User, User]:
    """Two trainers who may author and approve this curriculum; made once each."""
    found = []
    for email, name in (("author@example.org", "Maren Aldous"), ("approver@example.org", "Idris Coleman")):
        user = User.objects.filter(email=email).first() or make_user(email, name)
        roles.make_trainer(user, [curriculum])
        found.append(User.objects.get(pk=user.pk))
    return found[0], found[1]


def make_release(curriculum: CurriculumPage, *, at: datetime = NOON, **words: Any) -> Release:
    """Prepare, describe, submit and approve what is published now, by two trainers; it waits for its hour, if it has one."""
    made = approve_release(curriculum, at=at, **words)
    return made or releasing.release_due(curriculum, at=words["effective_at"])[0]


def approve_release(
    curriculum: CurriculumPage,
    *,
    at: datetime = NOON,
    change_class: str = ChangeClass.SUBSTANTIVE,
    notes: str = "What we teach has changed.",
    verdict: dict[str, str] | None = None,
    due_days: int | None = None,
    effective_at: datetime | None = None,
) -> Release | None:
    """The same as far as the approval: None when its hour lies ahead."""
    author, approver = trainers_of(curriculum)
    proposal = proposing.prepare(curriculum, by=author, at=at)
    words = proposing.Description(
        change_class=change_class,
        notes=notes,
        verdict={**verdicts.default(change_class), **(verdict or {})},
        due_days=verdicts.DEFAULT_DUE_DAYS[change_class] if due_days is None else due_days,
        effective_at=effective_at,
        loosened_because="For this test." if verdict else "",
    )
    proposal = proposing.hand_on(proposal, words, by=author, at=at)
    return read_and_approve(proposal, by=approver, at=at)


def read_all(proposal: ReleaseProposal, *, by: User, at: datetime) -> None:
    """Read what is new or changed, and say so."""
    for one in examining.not_read(proposal, by=by):
        examining.note_read(proposal, one.hash, by=by, at=at)


def read_and_approve(proposal: ReleaseProposal, *, by: User, at: datetime) -> Release | None:
    """Read what is new or changed, say so, and approve what is there."""
    read_all(proposal, by=by, at=at)
    return approving.approve(proposal, shown=candidates.mark(proposal), by=by, at=at)


# -------------------------------------------------------------------------------------------------------- enrolments
def enrolled(user: User, curriculum: CurriculumPage, *, at: datetime = NOON, **fields: Any) -> Enrolment:
    """The person enrolled in the current release, by themself."""
    return enrolling.enrol(user, curriculum, by=user, at=at, **fields)


def items_of(enrolment: Enrolment, kind: str = "") -> list[dict[str, Any]]:
    """The items of the enrolment's release in order; only the lessons or the quizzes when asked."""
    return [item for item in outline_items(enrolment.release.outline) if not kind or item["kind"] == kind]


def right_answers(attempt: Attempt) -> dict[str, list[Any]]:
    """Every question shown, answered rightly."""
    right = assessment.right_answers(attempts.shown_questions(attempt))
    return {hash_: list(answer) for hash_, answer in right.items()}


def take_quiz(enrolment: Enrolment, quiz_hash: str, *, right: bool = True, at: datetime = NOON) -> Attempt:
    """One whole attempt, all right or left empty."""
    attempt = attempts.start(enrolment, Content.objects.get(hash=quiz_hash), at=at)
    if right:
        attempts.save(attempt, right_answers(attempt), at=at)
    return attempts.submit(attempt, at=at)


def study(enrolment: Enrolment, *, at: datetime = NOON, items: int | None = None) -> Enrolment:
    """Complete the first so many items that are not done yet (all of them when not said); returns it fresh."""
    done = completion.completed_hashes(enrolment)
    for item in [item for item in items_of(enrolment) if item["hash"] not in done][:items]:
        if item["kind"] == "lesson":
            completion.complete_lesson(enrolment, item["hash"], at=at)
        else:
            take_quiz(enrolment, item["hash"], at=at)
    return Enrolment.objects.select_related("release", "user", "curriculum").get(pk=enrolment.pk)


# ------------------------------------------------------------------------------------------------------ certificates
def decided() -> None:
    """The organisation has said who it is, so that certificates can be issued."""
    facts = asdict(DECIDED)
    pictures = {"logo_id": facts.pop("logo") or None, "signature_id": facts.pop("signature") or None}
    Organisation.objects.get_or_create(defaults={**facts, **pictures})


def make_picture(colour: str = "#1d2a2e") -> str:
    """A picture of one colour, kept."""
    file = BytesIO()
    Image.new("RGB", (40, 20), colour).save(file, "PNG")
    file.seek(0)
    return pictures.keep(pictures.read(file))


def make_scheme(*curricula: CurriculumPage, slug: str = "", **fields: Any) -> Certification:
    """A scheme of 24 months with a window of 3 and 90 days of grace, resting on these curricula."""
    slug = slug or f"scheme-{next(_numbers)}"
    defaults = {
        "name": "Meeting Facilitator: Group Skills",
        "description": "Leads mutual-aid meetings.",
        "signatory_name": "Noor Lindqvist",
        "signatory_title": "Director of Training",
    }
    decided()
    scheme = Certification.objects.create(slug=slug, **{**defaults, **fields})
    scheme.curricula.set(curricula)
    return scheme


def certified(user: User, curriculum: CurriculumPage, *, at: datetime = NOON, **fields: Any) -> Certificate:
    """The person's newest certificate after enrolling in the current release and completing all of it."""
    study(enrolled(user, curriculum, at=at, **fields), at=at)
    return Certificate.objects.filter(period__user=user).select_related("period").latest("period__number")


def small_world(**scheme: Any) -> tuple[CurriculumPage, Release, Certification]:
    """One curriculum of two modules with a lesson and a quiz each, released, with a scheme."""
    curriculum = make_curriculum("skills", modules=2, lessons=1, questions=2)
    release = make_release(curriculum, at=NOON - timedelta(days=1000))
    return curriculum, release, make_scheme(curriculum, slug="facilitator", **scheme)
