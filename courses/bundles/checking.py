"""What the parts of a bundle say about each other, and what the site has already."""

from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image as Picture
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock
from wagtail.images.fields import get_allowed_image_extensions
from wagtail.models import Page

from courses.authoring.models import CurriculumPage, Question
from courses.bundles import html, places
from courses.bundles.blocks import claims_shown, leaves
from courses.bundles.shapes import Bundle, Place, Problem, QuizShape
from courses.contents import soundness
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
        yield Problem(
            bundle.place,
            _('The code %(code)s belongs to "%(title)s" already.') % {"code": other.code, "title": other.title},
        )
    if not bundle.modules:
        yield Problem(bundle.place, _("There is no module. A module is a folder such as 01-foundations."))
    keys = Counter(shape.key for shape in _keyed(bundle))
    for shape in _keyed(bundle):
        if keys[shape.key] > 1:
            yield Problem(
                shape.place,
                _("The key %(key)s stands in %(count)s places.") % {"key": shape.key, "count": keys[shape.key]},
            )


def _keyed(bundle: Bundle) -> list[Any]:
    return [shape for shape in [*bundle.modules, *(item for _, item in bundle.items())] if shape.key]


def _reference_problems(bundle: Bundle) -> Iterator[Problem]:
    """Keys that name nothing in this bundle."""
    sources = {source.key for source in bundle.sources}
    claims = {claim.key for claim in bundle.claims}
    for claim in bundle.claims:
        for (source, _note), place in zip(claim.support, claim.support_places, strict=True):
            if source not in sources:
                yield Problem(place, _('There is no source "%(source)s" in sources.yaml.') % {"source": source})
    cited = [(question.place, key) for question in bundle.questions for key in question.claims]
    shown = [(block.place, key) for block, key in claims_shown(bundle)]
    for place, key in [*cited, *shown]:
        if key not in claims:
            yield Problem(place, _('There is no claim "%(key)s" in claims.yaml.') % {"key": key})
    for quiz in bundle.quizzes():
        yield from _quiz_problems(quiz, bundle)
    yield from _corrective_problems(bundle)


def _corrective_problems(bundle: Bundle) -> Iterator[Problem]:
    """Critical questions that lead to no lesson of this bundle or of the site."""
    here = {f"{bundle.slug}/{module.slug}/{item.slug}" for module, item in bundle.items() if item.called == "lesson"}
    for question in bundle.questions:
        if question.corrective and question.corrective not in here and places.lesson_at(question.corrective) is None:
            words = _('There is no lesson "%(place)s". Write it as curriculum/module/lesson.')
            yield Problem(question.place, words % {"place": question.corrective})


def _quiz_problems(quiz: QuizShape, bundle: Bundle) -> Iterator[Problem]:
    questions = {question.key for question in bundle.questions}
    topics = {question.topic for question in bundle.questions}
    for key, times in Counter(quiz.chosen).items():
        if key not in questions:
            yield Problem(quiz.place, _('There is no question "%(key)s" in questions.yaml.') % {"key": key})
        if times > 1:
            yield Problem(
                quiz.place,
                _('The question "%(key)s" stands in this quiz %(times)s times.') % {"key": key, "times": times},
            )
    for topic, _count in quiz.draws:
        if topic not in topics:
            yield Problem(quiz.place, _('No question in questions.yaml has the topic "%(topic)s".') % {"topic": topic})


def _source_problems(bundle: Bundle) -> Iterator[Problem]:
    keys = [source.key for source in bundle.sources]
    dois = [source.fields["doi"] for source in bundle.sources if source.fields["doi"]]
    others = Source.objects.filter(doi__in=dois).exclude(key__in=keys).values_list("doi", "key")
    by_doi = {doi: key for doi, key in others if doi}
    for source in bundle.sources:
        doi = source.fields["doi"]
        if doi and by_doi.setdefault(doi, source.key) != source.key:
            yield Problem(
                source.place,
                _('The DOI %(doi)s belongs to the source "%(source)s" already.') % {"doi": doi, "source": by_doi[doi]},
            )


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
            yield Problem(
                place,
                _("%(name)s is no image we can show. We can show: %(endings)s.")
                % {"name": media.name, "endings": ", ".join(allowed)},
            )
        elif get_image_model().objects.filter(file_hash=sha1).first() is None and not _opens(media.read()):
            yield Problem(place, _("%(name)s cannot be opened as an image.") % {"name": media.name})
    elif ending not in settings.WAGTAILDOCS_EXTENSIONS:
        yield Problem(
            place,
            _("%(name)s has an ending we do not keep: %(endings)s.")
            % {
                "name": media.name,
                "endings": ", ".join(settings.WAGTAILDOCS_EXTENSIONS),
            },
        )
    elif wrong := soundness.wrong_with(BytesIO(media.read()), ending):
        yield Problem(Place(media.name), wrong)


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
    kind, _colon, rest = address.partition(":")
    if kind == "document":
        yield from _file_problems(bundle, DocumentChooserBlock(), rest, place)
    elif kind == "page" and rest not in known_pages:
        home = catalogue_path.rstrip("/").rpartition("/")[0]
        if not Page.objects.filter(url_path=f"{home}/{rest}/").exists():
            yield Problem(place, _('There is no page "%(rest)s" to link to.') % {"rest": rest})
    elif address.startswith("media/"):
        yield Problem(place, _('There is no file "%(address)s" in this bundle.') % {"address": address})
    elif kind not in html.SCHEMES and not address.startswith(("/", "#", "?")):
        yield Problem(
            place,
            _('The link "%(address)s" leads nowhere. Begin it with https://, mailto: or page:.') % {"address": address},
        )


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
    topics = {topic for quiz in bundle.quizzes() for topic, _count in quiz.draws}
    for claim in bundle.claims:
        if claim.key not in used_claims:
            found.append(
                _('%(place)s: no lesson or question uses the claim "%(key)s".')
                % {"place": claim.place, "key": claim.key}
            )
        if not claim.support:
            found.append(
                _('%(place)s: no source supports the claim "%(key)s".') % {"place": claim.place, "key": claim.key}
            )
    found += [
        _('%(place)s: no claim uses the source "%(key)s".') % {"place": source.place, "key": source.key}
        for source in bundle.sources
        if source.key not in used_sources
    ]
    found += [
        _('%(place)s: no quiz uses the question "%(key)s".') % {"place": question.place, "key": question.key}
        for question in bundle.questions
        if question.key not in used_questions and question.topic not in topics
    ]
    found += [
        _("%(place)s: this lesson is empty.") % {"place": lesson.place}
        for lesson in bundle.lessons()
        if not lesson.body
    ]
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
                    _('%(place)s: %(count)s questions are drawn from "%(topic)s", which has %(pool)s to draw from.')
                    % {"place": quiz.place, "count": count, "topic": topic, "pool": pool}
                )
            foreign = Question.objects.filter(topic=topic, live=True).exclude(key__in=own).count()
            if foreign:
                found.append(
                    _('%(place)s: the topic "%(topic)s" also holds %(foreign)s questions outside this bundle.')
                    % {"place": quiz.place, "topic": topic, "foreign": foreign}
                )
    return found
