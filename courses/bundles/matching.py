"""Which existing page each module, lesson and quiz of a bundle means: by key, by place, or none yet."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.authoring.models import CurriculumPage, LessonPage, ModulePage, QuizPage
from courses.bundles import places
from courses.bundles.shapes import Bundle, LessonShape, ModuleShape, Problem, QuizShape

MODELS: dict[type, type[Page]] = {ModuleShape: ModulePage, LessonShape: LessonPage, QuizShape: QuizPage}
Shape = ModuleShape | LessonShape | QuizShape


@dataclass
class Matches:
    """Pages by the identity of the shape they belong to, and the pages of the curriculum that no shape means."""

    pages: dict[int, Page] = field(default_factory=dict)
    left_over: list[Page] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def of(self, shape: Shape) -> Page | None:
        return self.pages.get(id(shape))


def match(bundle: Bundle, curriculum: CurriculumPage | None) -> Matches:
    """Find the page of every shape. Keys that belong elsewhere are problems."""
    matcher = _Matcher(bundle, curriculum)
    for module, item in [*((each, None) for each in bundle.modules), *bundle.items()]:
        matcher.by_key(item or module)
    for module, item in [*((each, None) for each in bundle.modules), *bundle.items()]:
        matcher.by_place(module, item)
    return matcher.result()


class _Matcher:
    def __init__(self, bundle: Bundle, curriculum: CurriculumPage | None) -> None:
        self.bundle = bundle
        self.curriculum = curriculum
        own = curriculum.get_descendants().specific() if curriculum is not None else []
        self.own: dict[int, Page] = {page.pk: page for page in own}
        self.keys = {str(page.translation_key): page for page in self.own.values()}
        self.children = {(page.get_parent().pk, page.slug): page for page in self.own.values()}
        self.matches = Matches()

    def _take(self, shape: Shape, page: Page | None) -> bool:
        if page is None or page.pk not in self.own or not isinstance(page, MODELS[type(shape)]):
            return False
        if any(taken.pk == page.pk for taken in self.matches.pages.values()):
            return False
        self.matches.pages[id(shape)] = page
        return True

    def by_key(self, shape: Shape) -> None:
        if not shape.key or self._take(shape, self.keys.get(shape.key)):
            return
        if Page.objects.filter(translation_key=shape.key).exists():
            self.matches.problems.append(
                Problem(
                    shape.place,
                    _("The key %(key)s belongs to another page. Take it out, or put the right one.")
                    % {"key": shape.key},
                )
            )

    def by_place(self, module: ModuleShape, item: LessonShape | QuizShape | None) -> None:
        shape = item or module
        if shape.key or self.curriculum is None:
            return
        parent = self.curriculum if item is None else self.matches.of(module)
        if parent is not None and self._take(shape, self.children.get((parent.pk, shape.slug))):
            return
        slugs = (self.bundle.slug, module.slug) if item is None else (self.bundle.slug, module.slug, item.slug)
        self._take(shape, self.keys.get(places.key_of(*slugs)))

    def result(self) -> Matches:
        taken = {page.pk for page in self.matches.pages.values()}
        self.matches.left_over = [page for page in self.own.values() if page.pk not in taken]
        return self.matches
