"""Writing what a comparison found: bank first, then pages, then their order. Runs inside the import's transaction."""

from dataclasses import asdict
from difflib import SequenceMatcher
from typing import Any

from django.core.files.base import ContentFile
from wagtail.blocks import StreamValue
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage
from wagtail.models import Page

from accounts.models import User
from courses.authoring.models import (
    CurriculumIndexPage,
    CurriculumPage,
    LessonPage,
    Question,
    QuestionClaim,
    QuizDraw,
    QuizPage,
    QuizQuestion,
)
from courses.bundles import places, stream
from courses.bundles.comparing import UNCHANGED, Comparison
from courses.bundles.matching import MODELS, Matches, Shape
from courses.bundles.shapes import BlockShape, Bundle, ClaimShape, LessonShape, QuestionShape, QuizShape, SourceShape
from courses.contents.questions import registry as types
from evidence.models import Claim, ClaimSource, Source


class Applier:
    """Brings one curriculum to what its bundle says."""

    def __init__(
        self,
        bundle: Bundle,
        catalogue: CurriculumIndexPage,
        curriculum: CurriculumPage | None,
        matches: Matches,
        comparison: Comparison,
        *,
        by: User | None = None,
    ) -> None:
        self.bundle = bundle
        self.catalogue = catalogue
        self.curriculum = curriculum
        self.matches = matches
        self.comparison = comparison
        self.by = by
        self.numbers: dict[int, int] = {key: page.pk for key, page in matches.pages.items()}
        self.maker = stream.Maker(
            claim=lambda key: Claim.objects.get(key=key),
            image=self._image,
            document=self._document,
            home_path=catalogue.url_path.rstrip("/").rpartition("/")[0] + "/",
        )

    def apply(self) -> CurriculumPage:
        """Write everything that differs and answer the curriculum."""
        self._apply_bank()
        curriculum = self._apply_curriculum()
        self._free_slugs(curriculum)
        for module in self.bundle.modules:
            self._place(module, curriculum.pk, places.key_of(self.bundle.slug, module.slug))
            for item in module.items:
                key = places.key_of(self.bundle.slug, module.slug, item.slug)
                self._place(item, self.numbers[id(module)], key)
        # Questions and texts come after all pages are there, since they may lead to one further down.
        self._apply_questions()
        for module in self.bundle.modules:
            self._fill(module)
            for item in module.items:
                self._fill(item)
        for page in self.comparison.leaving_pages:
            page.unpublish(user=self.by)
        for question in self.comparison.leaving_questions:
            question.unpublish(user=self.by)
        self._order(curriculum.pk, self.bundle.modules)
        for module in self.bundle.modules:
            self._order(self.numbers[id(module)], module.items)
        applied: CurriculumPage = CurriculumPage.objects.get(pk=curriculum.pk)
        return applied

    # ----------------------------------------------------------------------------------------------------- the bank
    def _apply_bank(self) -> None:
        for source in filter(self.comparison.differs, self.bundle.sources):
            _write_source(source)
        for claim in filter(self.comparison.differs, self.bundle.claims):
            _write_claim(claim)

    def _apply_questions(self) -> None:
        for question in filter(self.comparison.differs, self.bundle.questions):
            self._write_question(question)

    def _write_question(self, shape: QuestionShape) -> None:
        question = Question.objects.filter(key=shape.key).first() or Question(key=shape.key, live=False)
        question.topic, question.stem = shape.topic, shape.stem
        question.critical, question.corrective = shape.critical, self._lesson_at(shape.corrective)
        question.body = [(shape.kind, self.maker.value(types.named(shape.kind).block, shape.value))]
        claims = {claim.key: claim for claim in Claim.objects.filter(key__in=shape.claims)}
        question.cites.set(
            [QuestionClaim(claim=claims[key], sort_order=place) for place, key in enumerate(shape.claims)]
        )
        if question.pk is None:
            question.save()
        question.save_revision(user=self.by).publish(user=self.by)

    def _lesson_at(self, place: str) -> LessonPage | None:
        for module, item in self.bundle.items():
            if place == "/".join((self.bundle.slug, module.slug, item.slug)):
                lesson: LessonPage = LessonPage.objects.get(pk=self.numbers[id(item)])
                return lesson
        return places.lesson_at(place) if place else None

    # --------------------------------------------------------------------------------------------------- the pages
    def _apply_curriculum(self) -> CurriculumPage:
        curriculum = self.curriculum
        if curriculum is not None and self.comparison.curriculum == UNCHANGED:
            return curriculum
        fields = {**self.bundle.fields}
        outcomes = [("outcome", outcome) for outcome in fields.pop("outcomes")]
        if curriculum is None:
            curriculum = CurriculumPage(slug=self.bundle.slug, live=False, **fields)
            self.catalogue.add_child(instance=curriculum)
        for name, value in fields.items():
            setattr(curriculum, name, value)
        curriculum.outcomes = outcomes
        self._publish(curriculum)
        return curriculum

    def _free_slugs(self, curriculum: CurriculumPage) -> None:
        """Give way where a page stands in a place that belongs to another one now."""
        wanted: dict[tuple[int, str], int] = {}
        for module in self.bundle.modules:
            wanted[curriculum.pk, module.slug] = self.numbers.get(id(module), 0)
            for item in module.items if id(module) in self.numbers else []:
                wanted[self.numbers[id(module)], item.slug] = self.numbers.get(id(item), 0)
        for page in curriculum.get_descendants():
            holder = wanted.get((page.get_parent().pk, page.slug))
            if holder is not None and holder != page.pk:
                specific = page.specific
                specific.slug = f"{page.slug[:240]}-{page.pk}"
                specific.save()

    def _place(self, shape: Shape, parent: int, key: str) -> None:
        """Make the page when it is new, and put it under its parent."""
        number = self.numbers.get(id(shape))
        if number is None:
            self.numbers[id(shape)] = self._make(shape, parent, shape.key or key)
            return
        page = Page.objects.get(pk=number)
        if page.get_parent().pk != parent:
            page.move(Page.objects.get(pk=parent), pos="last-child")

    @staticmethod
    def _make(shape: Shape, parent: int, key: str) -> int:
        page = MODELS[type(shape)](title=shape.title, slug=shape.slug, live=False)
        if not Page.objects.filter(translation_key=key).exists():
            page.translation_key = key
        Page.objects.get(pk=parent).add_child(instance=page)
        number: int = page.pk
        return number

    def _fill(self, shape: Shape) -> None:
        """Write and publish a page that differs."""
        if not self.comparison.differs(shape):
            return
        page = MODELS[type(shape)].objects.get(pk=self.numbers[id(shape)])
        page.title, page.slug = shape.title, shape.slug
        if isinstance(shape, LessonShape):
            self._fill_lesson(page, shape)
        elif isinstance(shape, QuizShape):
            self._fill_quiz(page, shape)
        else:
            page.summary = shape.summary
        self._publish(page)

    def _fill_lesson(self, page: LessonPage, shape: LessonShape) -> None:
        page.summary, page.minutes = shape.summary, shape.minutes
        known = stream.Known(self.catalogue.url_path)
        ids = _kept_ids(page, stream.plain_body(page.body, known), shape.body)
        made = [(kind, value, id_) for (kind, value), id_ in zip(self.maker.body(shape.body), ids, strict=True)]
        page.body = StreamValue(page.body.stream_block, made)

    @staticmethod
    def _fill_quiz(page: QuizPage, shape: QuizShape) -> None:
        page.intro, page.pass_mark = shape.intro, shape.pass_mark
        page.max_attempts, page.layout = shape.max_attempts, shape.layout
        for name, value in asdict(shape.rules).items():
            setattr(page, name, value)
        questions = {question.key: question for question in Question.objects.filter(key__in=shape.chosen)}
        page.chosen.set(
            [QuizQuestion(question=questions[key], sort_order=place) for place, key in enumerate(shape.chosen)]
        )
        page.draws.set(
            [QuizDraw(topic=topic, count=count, sort_order=place) for place, (topic, count) in enumerate(shape.draws)]
        )

    def _order(self, parent: int, shapes: list[Any]) -> None:
        """Bring the children of a page into the bundle's order, if they are not in it."""
        wanted = [self.numbers[id(shape)] for shape in shapes]
        children = Page.objects.get(pk=parent).get_children().filter(pk__in=wanted)
        if list(children.order_by("path").values_list("pk", flat=True)) == wanted:
            return
        for number in wanted:
            Page.objects.get(pk=number).move(Page.objects.get(pk=parent), pos="last-child")

    def _publish(self, page: Page) -> None:
        page.save_revision(user=self.by).publish(user=self.by)

    # --------------------------------------------------------------------------------------------------- the files
    def _image(self, sha1: str) -> AbstractImage:
        return stream.image_with(sha1) or self._stored(get_image_model(), sha1)

    def _document(self, sha1: str) -> AbstractDocument:
        return stream.document_with(sha1) or self._stored(get_document_model(), sha1)

    def _stored(self, model: type[AbstractImage | AbstractDocument], sha1: str) -> AbstractImage | AbstractDocument:
        media = self.bundle.media[sha1]
        data = media.read()
        stored = model(title=media.title, file_hash=sha1, file_size=len(data))
        stored.file = ContentFile(data, name=media.name.rpartition("/")[2])
        stored.full_clean(exclude=["width", "height"])
        stored.save()
        return stored


def _kept_ids(page: LessonPage, before: list[BlockShape], after: list[BlockShape]) -> list[str | None]:
    """The block ids of unchanged and edited blocks, so that comments and comparisons in the editor stay with them."""
    ids = [child.id for child in page.body]
    found: list[str | None] = [None] * len(after)
    steps = SequenceMatcher(None, [repr(each) for each in before], [repr(each) for each in after], autojunk=False)
    for _, start, end, new_start, new_end in steps.get_opcodes():
        for old, new in zip(range(start, end), range(new_start, new_end), strict=False):
            if before[old].type == after[new].type:
                found[new] = ids[old]
    return found


def _write_source(shape: SourceShape) -> None:
    source = Source.objects.filter(key=shape.key).first() or Source(key=shape.key)
    for name, value in shape.fields.items():
        setattr(source, name, value)
    source.save()


def _write_claim(shape: ClaimShape) -> None:
    claim = Claim.objects.filter(key=shape.key).first() or Claim(key=shape.key)
    claim.statement, claim.certainty = shape.statement, shape.certainty
    claim.certainty_note, claim.review_by = shape.certainty_note, shape.review_by
    rows = {row.source.key: row for row in claim.support.select_related("source")} if claim.pk else {}
    support = []
    for place, (key, note) in enumerate(shape.support):
        row = rows.get(key) or ClaimSource(source=Source.objects.get(key=key))
        row.note, row.sort_order = note, place
        support.append(row)
    claim.support.set(support)
    claim.save()
    claim.save_revision()
