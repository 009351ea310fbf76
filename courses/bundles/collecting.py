"""A curriculum from the database as a `shapes.Bundle`: what is published now, and everything it rests on."""

from functools import partial
from pathlib import PurePosixPath
from typing import Any

from courses.authoring.models import CurriculumPage, LessonPage, ModulePage, Question, QuizPage
from courses.bundles import places
from courses.bundles.blocks import claims_shown
from courses.bundles.shapes import (
    Bundle,
    ClaimShape,
    LessonShape,
    Media,
    ModuleShape,
    QuestionShape,
    QuizShape,
    SourceShape,
)
from courses.bundles.stream import Known, plain, plain_body
from evidence.models import Claim, Source

CURRICULUM_FIELDS = ("title", "code", "language", "summary", "audience")
SOURCE_FIELDS = (
    "type",
    "title",
    "author",
    "container_title",
    "issued",
    "volume",
    "issue",
    "page",
    "publisher",
    "doi",
    "pmid",
    "url",
)


def collect(curriculum: CurriculumPage) -> Bundle:
    """The published curriculum as plain values, with the questions, claims, sources and files it uses."""
    known = Known(catalogue_path=curriculum.get_parent().url_path)
    bundle = Bundle(slug=curriculum.slug, fields=curriculum_fields(curriculum))
    for module in ModulePage.objects.child_of(curriculum).live().order_by("path"):
        bundle.modules.append(module_shape(module, known))
    bundle.questions = _questions(bundle, known)
    bundle.claims = _claims(bundle)
    keys = dict.fromkeys(source for claim in bundle.claims for source, _ in claim.support)
    sources = {source.key: source for source in Source.objects.filter(key__in=keys)}
    bundle.sources = [source_shape(sources[key]) for key in keys]
    bundle.media = _media(known)
    return bundle


def curriculum_fields(curriculum: CurriculumPage) -> dict[str, Any]:
    fields: dict[str, Any] = {name: getattr(curriculum, name) for name in CURRICULUM_FIELDS}
    fields["outcomes"] = [str(block.value) for block in curriculum.outcomes]
    return fields


def module_shape(module: ModulePage, known: Known) -> ModuleShape:
    items = [
        quiz_shape(page) if isinstance(page, QuizPage) else lesson_shape(page, known)
        for page in module.get_children().live().specific().order_by("path")
    ]
    return ModuleShape(module.slug, module.title, module.summary, items, key=str(module.translation_key))


def lesson_shape(page: LessonPage, known: Known) -> LessonShape:
    body = plain_body(page.body, known)
    return LessonShape(page.slug, page.title, page.summary, page.minutes, body, key=str(page.translation_key))


def quiz_shape(page: QuizPage) -> QuizShape:
    return QuizShape(
        slug=page.slug,
        title=page.title,
        intro=page.intro,
        pass_mark=page.pass_mark,
        max_attempts=page.max_attempts,
        layout=page.layout,
        chosen=[row.question.key for row in page.chosen.select_related("question") if row.question.live],
        draws=[(draw.topic, draw.count) for draw in page.draws.all()],
        rules=page.rules,
        key=str(page.translation_key),
    )


def question_shape(question: Question, known: Known) -> QuestionShape:
    [body] = question.body
    claims = [cite.claim.key for cite in question.cites.all()]
    value = plain(body.block, body.value, known)
    place = places.place_of(question.corrective) if question.corrective else ""
    return QuestionShape(
        question.key, question.topic, body.block_type, question.stem, value, claims, question.critical, place
    )


def claim_shape(claim: Claim) -> ClaimShape:
    support = [(row.source.key, row.note) for row in claim.support.all()]
    return ClaimShape(claim.key, claim.statement, claim.certainty, claim.certainty_note, claim.review_by, support)


def source_shape(source: Source) -> SourceShape:
    return SourceShape(source.key, {name: getattr(source, name) for name in SOURCE_FIELDS})


def _questions(bundle: Bundle, known: Known) -> list[QuestionShape]:
    """Every published question that an attempt may show: first those chosen, then those of the topics drawn from."""
    chosen = list(dict.fromkeys(key for quiz in bundle.quizzes() for key in quiz.chosen))
    topics = {topic for quiz in bundle.quizzes() for topic, _count in quiz.draws}
    bank = Question.objects.filter(live=True).select_related("corrective").prefetch_related("cites__claim")
    found = {question.key: question for question in bank.filter(key__in=chosen)}
    drawn = [question for question in bank.filter(topic__in=topics) if question.key not in found]
    return [question_shape(question, known) for question in [*(found[key] for key in chosen), *drawn]]


def _claims(bundle: Bundle) -> list[ClaimShape]:
    keys = dict.fromkeys(
        [*(key for _, key in claims_shown(bundle)), *(key for q in bundle.questions for key in q.claims)]
    )
    found = {claim.key: claim for claim in Claim.objects.filter(key__in=keys).prefetch_related("support__source")}
    return [claim_shape(found[key]) for key in keys if key in found]


def _media(known: Known) -> dict[str, Media]:
    """The files met on the way, each under a name of its own."""
    found: dict[str, Media] = {}
    taken: set[str] = set()
    for sha1, chosen in known.files.items():
        path = PurePosixPath(chosen.file.name)
        name, number = path.name, 2
        while name.lower() in taken:
            name, number = f"{path.stem}-{number}{path.suffix}", number + 1
        taken.add(name.lower())
        found[sha1] = Media(f"media/{name}", sha1, chosen.title, partial(_bytes, chosen))
    return found


def _bytes(chosen: Any) -> bytes:
    with chosen.open_file() as stream:
        data: bytes = stream.read()
    return data


def place_key(bundle: Bundle, module: ModuleShape, item: LessonShape | QuizShape | None = None) -> str:
    """The key an export writes for a module, lesson or quiz, if any."""
    shape = item or module
    slugs = (bundle.slug, module.slug, item.slug) if item else (bundle.slug, module.slug)
    return places.key_to_write(shape.key, *slugs)
