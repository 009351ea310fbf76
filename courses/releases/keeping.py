"""What may not be deleted, and why: content that releases, people's work or reviews rest on is unpublished instead."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex

from courses.authoring.models import CurriculumPage, Question
from courses.contents.models import Content, ContentClaim
from courses.releases.models import Release, ReleaseItem, ReleaseProposal, ReviewTask
from evidence.models import Claim, EvidenceUpdate, FrozenSupport, Source
from lms import phrases

_UNPUBLISH = gettext_lazy(
    "Unpublish it instead: it then leaves the next release, and what people did with it stays on record."
)


Why = Callable[[QuerySet[CurriculumPage]], list[str]]
_MORE: list[Why] = []


def ask_also(why: Why) -> Why:
    """Decorator for the rooms above: reasons of theirs why curricula stay, as whole sentences."""
    _MORE.append(why)
    return why


def reasons(thing: Model) -> list[str]:
    """Whole sentences that say why this may not be deleted, ending with what to do instead. Empty: it may go."""
    if isinstance(thing, Page):
        found = _page_reasons(thing)
        return [*found, str(_UNPUBLISH)] if found else []
    if isinstance(thing, Question):
        found = _question_reasons(thing)
        return [*found, str(_UNPUBLISH)] if found else []
    if isinstance(thing, Claim):
        return _claim_reasons(thing)
    if isinstance(thing, Source):
        return _source_reasons(thing)
    return _file_reasons(thing) if isinstance(thing, get_image_model() | get_document_model()) else []


def _page_reasons(page: Page) -> list[str]:
    pages = page.get_descendants(inclusive=True)
    curricula = CurriculumPage.objects.filter(pk__in=pages)
    keys = [str(key) for key in pages.values_list("translation_key", flat=True)]
    found = []
    released = Release.objects.filter(items__content__key__in=keys) | Release.objects.filter(curriculum__in=curricula)
    releases = sorted({str(release) for release in released})
    if releases:
        found.append(_("“%(title)s” is part of %(releases)s.") % {"title": page.title, "releases": _listed(releases)})
    for why in _MORE:
        found.extend(why(curricula))
    if not releases and (ReleaseProposal.objects.filter(curriculum__in=curricula).exists() or _is_proposed(keys)):
        found.append(_("A release of it is being prepared."))
    tasks = ReviewTask.objects.filter(page__in=pages) | ReviewTask.objects.filter(curriculum__in=curricula)
    if tasks.exists():
        found.append(_("Review tasks name it."))
    return found


def _is_proposed(keys: list[str]) -> bool:
    """Whether a proposal that may still go out holds content with one of these keys."""
    rows = ReleaseProposal.objects.open().values_list("contents", flat=True)
    waiting = ReleaseProposal.objects.scheduled().values_list("contents", flat=True)
    hashes = {hash_ for contents in [*rows, *waiting] for hash_ in contents}
    return bool(hashes) and Content.objects.filter(key__in=keys, hash__in=hashes).exists()


def _listed(names: list[str]) -> str:
    return phrases.listed(names, at_most=3)


def _quoted(titles: Iterable[str]) -> list[str]:
    # Translators: a title in quotation marks
    return sorted({_("“%(title)s”") % {"title": title} for title in titles})


def _question_reasons(question: Question) -> list[str]:
    found = []
    if question.quizzes.exists():
        titles = sorted(set(question.quizzes.values_list("quiz__title", flat=True)))
        found.append(_("The question stands in %(quizzes)s.") % {"quizzes": _listed(_quoted(titles))})
    if ReleaseItem.objects.filter(content__kind="question", content__key=question.key).exists():
        found.append(_("The question is part of a release."))
    elif _is_proposed([question.key]):
        found.append(_("A release of it is being prepared."))
    if ReviewTask.objects.filter(question=question).exists():
        found.append(_("Review tasks name it."))
    return found


def _claim_reasons(claim: Claim) -> list[str]:
    found = []
    if ContentClaim.objects.filter(claim=claim).exists():
        found.append(_("Released lessons or questions cite this claim."))
    if claim.questions.exists():
        found.append(_("Questions of the bank cite this claim."))
    shown = _shown_in(claim)
    if shown:
        found.append(_("The claim is shown in %(pages)s.") % {"pages": shown})
    if EvidenceUpdate.objects.filter(claim=claim).exists():
        found.append(_("Evidence updates are recorded on this claim."))
    return [*found, _("To stop relying on it, record an evidence update that withdraws it.")] if found else []


def _source_reasons(source: Source) -> list[str]:
    found = []
    if source.supports.exists():
        found.append(_("This source supports claims. Take it out of them first."))
    if FrozenSupport.objects.filter(source=source).exists():
        found.append(_("Frozen lessons or questions rest on this source, so it is kept."))
    if EvidenceUpdate.objects.filter(source=source).exists():
        found.append(_("Evidence updates are recorded on this source, so it is kept."))
    return found


def _file_reasons(thing: Any) -> list[str]:
    """Releases keep files of their own; what stays is what a page shows, as its next release would lack it."""
    shown = _shown_in(thing)
    words = {"title": thing.title, "pages": shown}
    return [_("“%(title)s” is shown in %(pages)s. Take it out of there first.") % words] if shown else []


def _shown_in(thing: Model) -> str:
    """The titles of the pages that show this, as one phrase; empty when there are none."""
    page_type = ContentType.objects.get_for_model(Page)
    rows = ReferenceIndex.get_references_to(thing).filter(base_content_type=page_type)
    titles = Page.objects.filter(pk__in=list(rows.values_list("object_id", flat=True))).values_list("title", flat=True)
    return _listed(_quoted(titles)) if titles else ""


def all_reasons(things: Iterable[Model]) -> list[str]:
    """The reasons of several things, each sentence once."""
    return list(dict.fromkeys(reason for thing in things for reason in reasons(thing)))
