"""What an import would change: each part of a bundle against what the site has."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import Q, QuerySet
from wagtail.models import Page

from courses.authoring.models import CurriculumPage, Question, QuizPage
from courses.bundles import collecting
from courses.bundles.matching import Matches, Shape
from courses.bundles.shapes import Bundle, ClaimShape, LessonShape, QuestionShape, QuizShape, SourceShape
from courses.bundles.stream import Known
from evidence.models import Claim, Source

_Row = TypeVar("_Row", Source, Claim, Question)

NEW, CHANGED, UNCHANGED, REMOVED = "new", "changed", "unchanged", "removed"


@dataclass(frozen=True)
class Change:
    """One page, question, claim or source (`kind`), by a name people know, and what happens to it."""

    kind: str
    name: str
    state: str


@dataclass
class Comparison:
    """The states of every part, and the rows that would leave."""

    changes: list[Change] = field(default_factory=list)
    states: dict[int, str] = field(default_factory=dict)  # by the identity of the shape
    curriculum: str = UNCHANGED
    leaving_pages: list[Page] = field(default_factory=list)
    leaving_questions: list[Question] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        return any(change.state != UNCHANGED for change in self.changes)

    def note(self, shape: object, kind: str, name: str, state: str) -> None:
        self.states[id(shape)] = state
        self.changes.append(Change(kind, name, state))

    def differs(self, shape: object) -> bool:
        return self.states[id(shape)] != UNCHANGED


def compare(bundle: Bundle, curriculum: CurriculumPage | None, matches: Matches, catalogue_path: str) -> Comparison:
    """The bundle against the database, without writing anything."""
    found = Comparison()
    known = Known(catalogue_path)
    found.curriculum = _curriculum_state(bundle, curriculum)
    found.changes.append(Change("page", bundle.slug, found.curriculum))
    for module in bundle.modules:
        found.note(module, "page", f"{bundle.slug}/{module.slug}", _page_state(module, curriculum, matches, known))
        for item in module.items:
            name = f"{bundle.slug}/{module.slug}/{item.slug}"
            found.note(item, "page", name, _page_state(item, matches.of(module), matches, known))
    _note_order(bundle, matches, found)
    for page in matches.left_over:
        if page.live:
            found.leaving_pages.append(page)
            found.changes.append(Change("page", page.url_path.removeprefix(catalogue_path).strip("/"), REMOVED))
    _compare_bank(bundle, known, found)
    if curriculum is not None:
        _compare_leavers(bundle, curriculum, found)
    return found


def _curriculum_state(bundle: Bundle, curriculum: CurriculumPage | None) -> str:
    if curriculum is None:
        return NEW
    same = curriculum.live and collecting.curriculum_fields(curriculum) == bundle.fields
    return UNCHANGED if same else CHANGED


def _page_state(shape: Shape, parent: Page | None, matches: Matches, known: Known) -> str:
    page = matches.of(shape)
    if page is None:
        return NEW
    stands_right = parent is not None and page.live and page.get_parent().pk == parent.pk
    return UNCHANGED if stands_right and _same(shape, page, known) else CHANGED


def _same(shape: Shape, page: Page, known: Known) -> bool:
    if isinstance(shape, LessonShape):
        return shape == collecting.lesson_shape(page, known)
    if isinstance(shape, QuizShape):
        return shape == collecting.quiz_shape(page)
    return (shape.slug, shape.title, shape.summary) == (page.slug, page.title, page.summary)


def _note_order(bundle: Bundle, matches: Matches, found: Comparison) -> None:
    """Say where pages that are there already would change places."""
    groups: list[tuple[str, Iterable[Shape]]] = [(bundle.slug, bundle.modules)]
    groups += [(f"{bundle.slug}/{module.slug}", module.items) for module in bundle.modules]
    for name, shapes in groups:
        pages = [page for shape in shapes if (page := matches.of(shape)) is not None]
        if [page.pk for page in sorted(pages, key=lambda page: page.path)] != [page.pk for page in pages]:
            found.changes.append(Change("order", name, CHANGED))


def _compare_bank(bundle: Bundle, known: Known, found: Comparison) -> None:
    sources = _by_key(Source.objects.all(), bundle.sources)
    claims = _by_key(Claim.objects.prefetch_related("support__source"), bundle.claims)
    questions = _by_key(Question.objects.prefetch_related("cites__claim"), bundle.questions)
    for source in bundle.sources:
        kept = sources.get(source.key)
        found.note(source, "source", source.key, _state(kept and collecting.source_shape(kept), source))
    for claim in bundle.claims:
        stated = claims.get(claim.key)
        found.note(claim, "claim", claim.key, _state(stated and collecting.claim_shape(stated), claim))
    for question in bundle.questions:
        asked = questions.get(question.key)
        state = _state(asked and collecting.question_shape(asked, known), question)
        found.note(question, "question", question.key, CHANGED if asked is not None and not asked.live else state)


def _by_key(
    rows: QuerySet[_Row], shapes: Sequence[SourceShape] | Sequence[ClaimShape] | Sequence[QuestionShape]
) -> dict[str, _Row]:
    return {row.key: row for row in rows.filter(key__in=[shape.key for shape in shapes])}


def _state(now: object | None, wanted: object) -> str:
    if now is None:
        return NEW
    return UNCHANGED if now == wanted else CHANGED


def _compare_leavers(bundle: Bundle, curriculum: CurriculumPage, found: Comparison) -> None:
    """Questions, claims and sources the curriculum used until now and the bundle no longer has."""
    before = collecting.collect(curriculum)
    keep = {shape.key for shape in bundle.questions}
    leaving = {shape.key for shape in before.questions} - keep
    shared = _used_elsewhere(leaving, curriculum)
    for question in Question.objects.filter(key__in=leaving):
        if question.key in shared:
            found.warnings.append(f'The question "{question.key}" stays published: another curriculum uses it.')
            continue
        found.leaving_questions.append(question)
        found.changes.append(Change("question", question.key, REMOVED))
    for kind, then, now in (("claim", before.claims, bundle.claims), ("source", before.sources, bundle.sources)):
        gone = {shape.key for shape in then} - {shape.key for shape in now}
        found.warnings += [f'The {kind} "{key}" is no longer used here. It is kept.' for key in sorted(gone)]


def _used_elsewhere(keys: set[str], curriculum: CurriculumPage) -> set[str]:
    others = QuizPage.objects.live().not_descendant_of(curriculum)
    topics = set(others.values_list("draws__topic", flat=True)) - {None}
    used = Q(quizzes__quiz__in=others) | Q(topic__in=topics)
    return set(Question.objects.filter(key__in=keys).filter(used).values_list("key", flat=True))
