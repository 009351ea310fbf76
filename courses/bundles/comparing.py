"""What an import would change: each part of a bundle against what the site has."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Page, ReferenceIndex

from courses.authoring.models import CurriculumPage, LessonPage, ModulePage, Question, QuizPage
from courses.bundles import collecting, wording
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
from courses.contents import differences
from courses.contents.differences import BlockChange
from evidence.models import Claim, Source

_Row = TypeVar("_Row", Source, Claim, Question)

NEW, CHANGED, UNCHANGED, REMOVED = "new", "changed", "unchanged", "removed"


_WHAT: dict[type[Page], str] = {LessonPage: "lesson", QuizPage: "quiz", ModulePage: "module"}


@dataclass(frozen=True)
class Change:
    """One page, question, claim or source (`kind`), by a name people know, and what happens to it.

    `what` says which kind of page it is, `title` how it is called on screens, `before` and `after` how a changed one reads.
    """

    kind: str
    name: str
    state: str
    what: str = ""
    title: str = ""
    before: Sequence[str] = ()
    after: Sequence[str] = ()

    @property
    def words(self) -> list[BlockChange]:
        """What differs, word by word; nothing where only layout, time, a place or a link does."""
        return differences.text_changes(self.before, self.after)


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

    def note(
        self,
        shape: wording.Part,
        kind: str,
        name: str,
        state: str,
        texts: tuple[Sequence[str], Sequence[str]] = ((), ()),
    ) -> None:
        self.states[id(shape)] = state
        self.changes.append(Change(kind, name, state, shape.called, shape.label, *texts))

    def differs(self, shape: object) -> bool:
        return self.states[id(shape)] != UNCHANGED


class _Words:
    """How a part reads now and how it would, once it is known to differ; files are named as the bundle or the site does."""

    def __init__(self, bundle: Bundle, known: Known) -> None:
        self.bundle = bundle
        self.known = known

    def _named(self, sha1: str) -> str:
        ours, theirs = self.bundle.media.get(sha1), self.known.files.get(sha1)
        return PurePosixPath(ours.name if ours else theirs.file.name if theirs else sha1).name

    def of(self, state: str, was: wording.Part | None, now: wording.Part) -> tuple[Sequence[str], Sequence[str]]:
        if state != CHANGED or was is None:
            return (), ()
        return wording.of(was, self._named), wording.of(now, self._named)


def compare(bundle: Bundle, curriculum: CurriculumPage | None, matches: Matches, catalogue_path: str) -> Comparison:
    """The bundle against the database, without writing anything."""
    found = Comparison()
    known = Known(catalogue_path)
    words = _Words(bundle, known)
    found.changes.append(_curriculum(bundle, curriculum))
    found.curriculum = found.changes[0].state
    for module in bundle.modules:
        _note_page(found, module, f"{bundle.slug}/{module.slug}", curriculum, matches, words)
        for item in module.items:
            _note_page(found, item, f"{bundle.slug}/{module.slug}/{item.slug}", matches.of(module), matches, words)
    _note_order(bundle, matches, found)
    for page in matches.left_over:
        if page.live:
            found.leaving_pages.append(page)
            name = page.url_path.removeprefix(catalogue_path).strip("/")
            found.changes.append(Change("page", name, REMOVED, _WHAT[type(page)], page.title))
    _compare_bank(bundle, words, found)
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


def _curriculum(bundle: Bundle, curriculum: CurriculumPage | None) -> Change:
    title = bundle.fields["title"]
    if curriculum is None:
        return Change("page", bundle.slug, NEW, "curriculum", title)
    now = collecting.curriculum_fields(curriculum)
    if curriculum.live and now == bundle.fields:
        return Change("page", bundle.slug, UNCHANGED, "curriculum", title)
    before, after = [
        wording.of_fields({name: fields[name] for name in sorted(fields)}) for fields in (now, bundle.fields)
    ]
    return Change("page", bundle.slug, CHANGED, "curriculum", title, before, after)


def _note_page(
    found: Comparison, shape: Shape, name: str, parent: Page | None, matches: Matches, words: _Words
) -> None:
    page = matches.of(shape)
    was = None if page is None else _shape_of(shape, page, words.known)
    stands_right = page is not None and parent is not None and page.live and page.get_parent().pk == parent.pk
    state = NEW if was is None else UNCHANGED if stands_right and _same(shape, was) else CHANGED
    found.note(shape, "page", name, state, words.of(state, was, shape))


def _shape_of(shape: Shape, page: Page, known: Known) -> Shape:
    """What the page says now."""
    if isinstance(shape, LessonShape):
        return collecting.lesson_shape(page, known)
    if isinstance(shape, QuizShape):
        return collecting.quiz_shape(page)
    return ModuleShape(page.slug, page.title, page.summary, [])


def _same(shape: Shape, was: Shape) -> bool:
    if isinstance(shape, ModuleShape):  # its lessons are compared one by one
        return (shape.slug, shape.title, shape.summary) == (was.slug, was.title, getattr(was, "summary", ""))
    return shape == was


def _note_order(bundle: Bundle, matches: Matches, found: Comparison) -> None:
    """Say where pages that are there already would change places."""
    groups: list[tuple[str, Iterable[Shape]]] = [(bundle.slug, bundle.modules)]
    groups += [(f"{bundle.slug}/{module.slug}", module.items) for module in bundle.modules]
    for name, shapes in groups:
        pages = [page for shape in shapes if (page := matches.of(shape)) is not None]
        if [page.pk for page in sorted(pages, key=lambda page: page.path)] != [page.pk for page in pages]:
            found.changes.append(Change("order", name, CHANGED, "order", name))


def _compare_bank(bundle: Bundle, words: _Words, found: Comparison) -> None:
    sources = _by_key(Source.objects.all(), bundle.sources)
    claims = _by_key(Claim.objects.prefetch_related("support__source"), bundle.claims)
    questions = _by_key(
        Question.objects.select_related("corrective").prefetch_related("cites__claim"), bundle.questions
    )
    for source in bundle.sources:
        kept = sources.get(source.key)
        _note_row(found, source, collecting.source_shape(kept) if kept else None, words)
    for claim in bundle.claims:
        stated = claims.get(claim.key)
        _note_row(found, claim, collecting.claim_shape(stated) if stated else None, words)
    for question in bundle.questions:
        asked = questions.get(question.key)
        was = collecting.question_shape(asked, words.known) if asked else None
        _note_row(found, question, was, words, is_hidden=asked is not None and not asked.live)


def _note_row(
    found: Comparison,
    shape: SourceShape | ClaimShape | QuestionShape,
    was: SourceShape | ClaimShape | QuestionShape | None,
    words: _Words,
    *,
    is_hidden: bool = False,
) -> None:
    """A source, claim or question; one that is not published (`is_hidden`) changes by being published."""
    state = NEW if was is None else UNCHANGED if was == shape and not is_hidden else CHANGED
    found.note(shape, shape.called, shape.key, state, words.of(state, was, shape))


def _by_key(
    rows: QuerySet[_Row], shapes: Sequence[SourceShape] | Sequence[ClaimShape] | Sequence[QuestionShape]
) -> dict[str, _Row]:
    return {row.key: row for row in rows.filter(key__in=[shape.key for shape in shapes])}


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
