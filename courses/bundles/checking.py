"""What the parts of a bundle say about each other, and what the site has already."""

from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from PIL import Image as Picture
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock
from wagtail.images.fields import get_allowed_image_extensions
from wagtail.models import Page

from courses.authoring.models import CurriculumPage, Question
from courses.bundles import html
from courses.bundles.blocks import claims_shown, leaves
from courses.bundles.shapes import Bundle, Place, Problem, QuizShape
from courses.contents.blocks import registry
from evidence.models import Source


def problems(bundle: Bundle, catalogue_path: str) -> list[Problem]:
    """What stands in the way of importing, each at its place."""
    return [
        *_curriculum_problems(bundle),
        *_reference_problems(bundle),
        *_source_problems(bundle),
        *_body_problems(bundle, catalogue_path),
    ]


def _curriculum_problems(bundle: Bundle) -> Iterator[Problem]:
    other = CurriculumPage.objects.filter(code=bundle.fields.get("code")).exclude(slug=bundle.slug).first()
    if other is not None:
        yield Problem(bundle.place, f'The code {other.code} belongs to "{other.title}" already.')
    if not bundle.modules:
        yield Problem(bundle.place, "There is no module. A module is a folder such as 01-foundations.")
    keys = Counter(shape.key for shape in _keyed(bundle))
    for shape in _keyed(bundle):
        if keys[shape.key] > 1:
            yield Problem(shape.place, f"The key {shape.key} stands in {keys[shape.key]} places.")


def _keyed(bundle: Bundle) -> list[Any]:
    return [shape for shape in [*bundle.modules, *(item for _, item in bundle.items())] if shape.key]


def _reference_problems(bundle: Bundle) -> Iterator[Problem]:
    """Keys that name nothing in this bundle."""
    sources = {source.key for source in bundle.sources}
    claims = {claim.key for claim in bundle.claims}
    for claim in bundle.claims:
        for (source, _), place in zip(claim.support, claim.support_places, strict=True):
            if source not in sources:
                yield Problem(place, f'There is no source "{source}" in sources.yaml.')
    cited = [(question.place, key) for question in bundle.questions for key in question.claims]
    shown = [(block.place, key) for block, key in claims_shown(bundle)]
    for place, key in [*cited, *shown]:
        if key not in claims:
            yield Problem(place, f'There is no claim "{key}" in claims.yaml.')
    for quiz in bundle.quizzes():
        yield from _quiz_problems(quiz, bundle)


def _quiz_problems(quiz: QuizShape, bundle: Bundle) -> Iterator[Problem]:
    questions = {question.key for question in bundle.questions}
    topics = {question.topic for question in bundle.questions}
    for key, times in Counter(quiz.chosen).items():
        if key not in questions:
            yield Problem(quiz.place, f'There is no question "{key}" in questions.yaml.')
        if times > 1:
            yield Problem(quiz.place, f'The question "{key}" stands in this quiz {times} times.')
    for topic, _ in quiz.draws:
        if topic not in topics:
            yield Problem(quiz.place, f'No question in questions.yaml has the topic "{topic}".')


def _source_problems(bundle: Bundle) -> Iterator[Problem]:
    keys = [source.key for source in bundle.sources]
    dois = [source.fields["doi"] for source in bundle.sources if source.fields["doi"]]
    others = Source.objects.filter(doi__in=dois).exclude(key__in=keys).values_list("doi", "key")
    by_doi = {doi: key for doi, key in others if doi}
    for source in bundle.sources:
        doi = source.fields["doi"]
        if doi and by_doi.setdefault(doi, source.key) != source.key:
            yield Problem(source.place, f'The DOI {doi} belongs to the source "{by_doi[doi]}" already.')


# ------------------------------------------------------------------------------------------------- files and links
def _body_problems(bundle: Bundle, catalogue_path: str) -> Iterator[Problem]:
    known_pages = _pages_of(bundle, catalogue_path)
    for lesson in bundle.lessons():
        for block in lesson.body:
            kind = registry.kind(block.type)
            for chooser, sha1 in _files_in(kind.block, block.value):
                yield from _file_problems(bundle, chooser, sha1, block.place)
            for address in _addresses(kind.block, block.value):
                yield from _link_problems(bundle, address, block.place, known_pages, catalogue_path)
            for problem in kind.problems(block.value):
                if problem.blocking:
                    yield Problem(block.place, problem.message)


def _pages_of(bundle: Bundle, catalogue_path: str) -> set[str]:
    catalogue = catalogue_path.rstrip("/").rpartition("/")[2]
    top = f"{catalogue}/{bundle.slug}"
    modules = {f"{top}/{module.slug}" for module in bundle.modules}
    return {top, *modules, *(f"{top}/{module.slug}/{item.slug}" for module, item in bundle.items())}


def _files_in(block: blocks.Block, value: Any) -> Iterator[tuple[blocks.Block, str]]:
    for leaf, sha1 in leaves(block, value):
        if sha1 and isinstance(leaf, ImageChooserBlock | DocumentChooserBlock):
            yield leaf, sha1


def _addresses(block: blocks.Block, value: Any) -> Iterator[str]:
    for leaf, source in leaves(block, value):
        if isinstance(leaf, blocks.RichTextBlock):
            yield from html.links_of(source or "")


def _file_problems(bundle: Bundle, chooser: blocks.Block, sha1: str, place: Place) -> Iterator[Problem]:
    media = bundle.media[sha1]
    ending = PurePosixPath(media.name).suffix.lstrip(".").lower()
    if isinstance(chooser, ImageChooserBlock):
        allowed = get_allowed_image_extensions()
        if ending not in allowed:
            yield Problem(place, f"{media.name} is no image we can show. We can show: {', '.join(allowed)}.")
        elif get_image_model().objects.filter(file_hash=sha1).first() is None and not _opens(media.read()):
            yield Problem(place, f"{media.name} cannot be opened as an image.")
    elif ending not in settings.WAGTAILDOCS_EXTENSIONS:
        yield Problem(
            place, f"{media.name} has an ending we do not keep: {', '.join(settings.WAGTAILDOCS_EXTENSIONS)}."
        )


def _opens(data: bytes) -> bool:
    try:
        with Picture.open(BytesIO(data)) as picture:
            picture.verify()
    except Exception:  # Pillow raises whatever the format's reader meets
        return False
    return True


def _link_problems(
    bundle: Bundle, address: str, place: Place, known_pages: set[str], catalogue_path: str
) -> Iterator[Problem]:
    kind, _, rest = address.partition(":")
    if kind == "document":
        yield from _file_problems(bundle, DocumentChooserBlock(), rest, place)
    elif kind == "page" and rest not in known_pages:
        home = catalogue_path.rstrip("/").rpartition("/")[0]
        if not Page.objects.filter(url_path=f"{home}/{rest}/").exists():
            yield Problem(place, f'There is no page "{rest}" to link to.')
    elif address.startswith("media/"):
        yield Problem(place, f'There is no file "{address}" in this bundle.')
    elif kind not in html.SCHEMES and not address.startswith(("/", "#", "?")):
        yield Problem(place, f'The link "{address}" leads nowhere. Begin it with https://, mailto: or page:.')


# -------------------------------------------------------------------------------------------------------- warnings
def warnings(bundle: Bundle) -> list[str]:
    """What works, but is worth knowing."""
    found = []
    used_claims = {
        *(key for _, key in claims_shown(bundle)),
        *(key for question in bundle.questions for key in question.claims),
    }
    used_sources = {source for claim in bundle.claims for source, _ in claim.support}
    used_questions = {key for quiz in bundle.quizzes() for key in quiz.chosen}
    topics = {topic for quiz in bundle.quizzes() for topic, _ in quiz.draws}
    for claim in bundle.claims:
        if claim.key not in used_claims:
            found.append(f'{claim.place}: no lesson or question uses the claim "{claim.key}".')
        if not claim.support:
            found.append(f'{claim.place}: no source supports the claim "{claim.key}".')
    found += [
        f'{source.place}: no claim uses the source "{source.key}".'
        for source in bundle.sources
        if source.key not in used_sources
    ]
    found += [
        f'{question.place}: no quiz uses the question "{question.key}".'
        for question in bundle.questions
        if question.key not in used_questions and question.topic not in topics
    ]
    found += [f"{lesson.place}: this lesson is empty." for lesson in bundle.lessons() if not lesson.body]
    found += [
        f"{block.place}: {problem.message}"
        for lesson in bundle.lessons()
        for block in lesson.body
        for problem in registry.kind(block.type).problems(block.value)
        if not problem.blocking
    ]
    return found + _draw_warnings(bundle)


def _draw_warnings(bundle: Bundle) -> list[str]:
    found = []
    own = {question.key for question in bundle.questions}
    for quiz in bundle.quizzes():
        for topic, count in quiz.draws:
            pool = sum(question.topic == topic and question.key not in quiz.chosen for question in bundle.questions)
            if pool < count:
                found.append(
                    f'{quiz.place}: {count} questions are drawn from "{topic}", which has {pool} to draw from.'
                )
            foreign = Question.objects.filter(topic=topic, live=True).exclude(key__in=own).count()
            if foreign:
                found.append(f'{quiz.place}: the topic "{topic}" also holds {foreign} questions outside this bundle.')
    return found
