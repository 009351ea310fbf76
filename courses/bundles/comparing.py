"""What an import would change: each part of a bundle against what the site has."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Page, ReferenceIndex

from courses.authoring.models import CurriculumPage, LessonPage, ModulePage, Question, QuizPage
from courses.bundles import collecting
from courses.bundles.matching import Matches, Shape
from courses.bundles.shapes import (
    Bundle,
    ClaimShape,
    LessonShape,
    ModuleShape,
    QuestionShape,
    QuizShape,
    SourceShape,
)
from courses.bundles.stream import Known
from evidence.models import Claim, Source

_Row = TypeVar("_Row", Source, Claim, Question)

_Shown = ModuleShape | LessonShape | QuizShape | QuestionShape | ClaimShape | SourceShape

NEW, CHANGED, UNCHANGED, REMOVED = "new", "changed", "unchanged", "removed"


_WHAT: dict[type[Page], str] = {LessonPage: "lesson", QuizPage: "quiz", ModulePage: "module"}


@dataclass(frozen=True)
class Change:
    """One page, question, claim or source (`kind`), by a name people know, and what happens to it.

    `what` says which kind of page it is, `title` how it is called on screens.
    """

    kind: str
    name: str
    state: str
    what: str = ""
    title: str = ""


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

    def note(self, shape: _Shown, kind: str, name: str, state: str) -> None:
        self.states[id(shape)] = state
        self.changes.append(Change(kind, name, state, shape.called, shape.label))

    def differs(self, shape: object) -> bool:
        return self.states[id(shape)] != UNCHANGED


def compare(bundle: Bundle, curriculum: CurriculumPage | None, matches: Matches, catalogue_path: str) -> Comparison:
    """The bundle against the database, without writing anything."""
    found = Comparison()
    known = Known(catalogue_path)
    found.curriculum = _curriculum_state(bundle, curriculum)
    found.changes.append(Change("page", bundle.slug, found.curriculum, "curriculum", bundle.fields["title"]))
    for module in bundle.modules:
        found.note(module, "page", f"{bundle.slug}/{module.slug}", _page_state(module, curriculum, matches, known))
        for item in module.items:
            name = f"{bundle.slug}/{module.slug}/{item.slug}"
            found.note(item, "page", name, _page_state(item, matches.of(module), matches, known))
    _note_order(bundle, matches, found)
    for page in matches.left_over:
        if page.live:
            found.leaving_pages.append(page)
            name = page.url_path.removeprefix(catalogue_path).strip("/")
            found.changes.append(Change("page", name, REMOVED, _WHAT[type(page)], page.title))
    _compare_bank(bundle, known, found)
    if curriculum is not None:
        _compare_leavers(bundle, curriculum, found)
    found.warnings += [*_drafts(found, matches, bundle), *_shared(bundle, curriculum, found)]
    return found


def _drafts(found: Comparison, matches: Matches, bundle: Bundle) -> Iterator[str]:
    """Pages on which somebody is writing, and whose draft would no longer be the newest."""
    for module, item in [*((each, None) for each in bundle.modules), *bundle.items()]:
        shape: Shape = item or module
        page = matches.of(shape)
        if page is not None and found.differs(shape) and page.live and page.has_unpublished_changes:
            yield _("“%(title)s” has a draft that is not published. It stays in the page's history only.") % {
                "title": page.title
            }


def _shared(bundle: Bundle, curriculum: CurriculumPage | None, found: Comparison) -> Iterator[str]:
    """Questions and claims that would change for other curricula as well."""
    changed = {one.key for one in bundle.questions if found.states[id(one)] == CHANGED}
    for key in sorted(_used_elsewhere(changed, curriculum)):
        yield _("The question “%(key)s” changes for another curriculum too, which uses it.") % {"key": key}
    claims = Claim.objects.filter(key__in=[one.key for one in bundle.claims if found.states[id(one)] == CHANGED])
    for claim in claims.order_by("key"):
        pages = ReferenceIndex.get_references_to(claim).filter(
            base_content_type=ContentType.objects.get_for_model(Page)
        )
        keys = [int(pk) for pk in pages.values_list("object_id", flat=True)]
        lessons = LessonPage.objects.live().filter(pk__in=keys)
        if (lessons.not_descendant_of(curriculum) if curriculum is not None else lessons).exists():
            yield _("The claim “%(key)s” changes for another curriculum too, which shows it.") % {"key": claim.key}


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
            found.changes.append(Change("order", name, CHANGED, "order", name))


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
            found.warnings.append(
                _("The question “%(key)s” stays published: another curriculum uses it.") % {"key": question.key}
            )
            continue
        found.leaving_questions.append(question)
        found.changes.append(Change("question", question.key, REMOVED, "question", question.stem))
    for kind, then, now in (("claim", before.claims, bundle.claims), ("source", before.sources, bundle.sources)):
        gone = {shape.key for shape in then} - {shape.key for shape in now}
        said = {
            "claim": _("The claim “%(key)s” is no longer used here. It is kept."),
            "source": _("The source “%(key)s” is no longer used here. It is kept."),
        }
        found.warnings += [said[kind] % {"key": key} for key in sorted(gone)]


def _used_elsewhere(keys: set[str], curriculum: CurriculumPage | None) -> set[str]:
    others = QuizPage.objects.live()
    if curriculum is not None:
        others = others.not_descendant_of(curriculum)
    topics = set(others.values_list("draws__topic", flat=True)) - {None}
    used = Q(quizzes__quiz__in=others) | Q(topic__in=topics)
    return set(Question.objects.filter(key__in=keys).filter(used).values_list("key", flat=True))
