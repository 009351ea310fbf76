"""Whether a proposal is older than what is published: what it no longer says as its pages do."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry, Page

from courses.authoring import freezing
from courses.authoring.models import CurriculumPage, LessonPage, ModulePage, Question, QuizPage
from courses.contents.models import ContentClaim
from courses.releases.models import ReleaseProposal
from evidence.models import Claim, Source
from lms.refusals import Refusal


def since_frozen(proposal: ReleaseProposal) -> list[str]:
    """What differs between an open proposal and what is published now, by title; empty when it says the same.

    Only pages that somebody touched since it was frozen are frozen again to compare them.
    """
    curriculum = CurriculumPage.objects.get(pk=proposal.curriculum_id)
    modules = {page.path: page for page in ModulePage.objects.child_of(curriculum).live()}
    items = [page for page in _items(curriculum) if page.path[: -Page.steplen] in modules]
    found = dict.fromkeys([*_outline(proposal, curriculum, modules, items), *_words(proposal, items)])
    return list(found)


def _items(curriculum: CurriculumPage) -> list[LessonPage | QuizPage]:
    """The published lessons and quizzes, in the tree's order. Two queries."""
    lessons = LessonPage.objects.descendant_of(curriculum).live()
    quizzes = QuizPage.objects.descendant_of(curriculum).live()
    return sorted([*lessons, *quizzes], key=lambda page: page.path)


def _outline(
    proposal: ReleaseProposal,
    curriculum: CurriculumPage,
    modules: dict[str, ModulePage],
    items: list[LessonPage | QuizPage],
) -> Iterator[str]:
    """What came, went, moved or is called otherwise."""
    frozen = proposal.outline
    told = ("title", "code", "slug", "summary", "audience", "language")
    outcomes = [str(block.value) for block in curriculum.outcomes]
    if any(frozen[name] != getattr(curriculum, name) for name in told) or frozen["outcomes"] != outcomes:
        yield curriculum.title
    was = {module["key"]: module for module in frozen["modules"]}
    inside: dict[str, list[str]] = {path: [] for path in modules}
    titles = {}
    for page in items:
        inside[page.path[: -Page.steplen]].append(str(page.translation_key))
        titles[str(page.translation_key)] = page.title
    now = {str(page.translation_key): page for page in modules.values()}
    yield from (was[key]["title"] for key in was if key not in now)
    for path, module in sorted(modules.items()):
        before: dict[str, Any] = was.get(str(module.translation_key), {})
        if (before.get("title"), before.get("summary")) != (module.title, module.summary):
            yield module.title
        keys = [item["key"] for item in before.get("items", [])]
        yield from (item["title"] for item in before.get("items", []) if item["key"] not in inside[path])
        yield from (titles[key] for key in inside[path] if key not in keys)
        if keys != inside[path] and set(keys) == set(inside[path]):
            yield _("the order of “%(title)s”") % {"title": module.title}
    order = [str(page.translation_key) for _path, page in sorted(modules.items())]
    if list(was) != order and set(was) == set(order):
        yield _("the order of “%(title)s”") % {"title": curriculum.title}


def _words(proposal: ReleaseProposal, items: list[LessonPage | QuizPage]) -> Iterator[str]:
    """Lessons and quizzes whose own words, or those of what they show, are others now."""
    since = proposal.frozen_at
    hashes = {item["key"]: item["hash"] for module in proposal.outline["modules"] for item in module["items"]}
    stale_keys = set(_resting_on(_claims_touched(since), proposal))
    asks_anew = _questions_touched(since)
    for page in items:
        key = str(page.translation_key)
        touched = page.last_published_at is not None and page.last_published_at > since
        if key not in hashes or not (touched or key in stale_keys or (asks_anew and isinstance(page, QuizPage))):
            continue
        if _hash_of(page) != hashes[key]:
            yield page.title


def _hash_of(page: LessonPage | QuizPage) -> str:
    try:
        return (freezing.freeze_quiz(page)[0] if isinstance(page, QuizPage) else freezing.freeze_lesson(page)).hash
    except Refusal:  # it cannot be frozen any more, which is another thing to be told
        return ""


def _edited(model: type[Any], since: datetime) -> list[int]:
    rows = ModelLogEntry.objects.filter(content_type=ContentType.objects.get_for_model(model), timestamp__gt=since)
    return [int(pk) for pk in rows.values_list("object_id", flat=True)]


def _claims_touched(since: datetime) -> list[int]:
    touched = Q(latest_revision__created_at__gt=since) | Q(pk__in=_edited(Claim, since))
    return list(
        Claim.objects.filter(touched | Q(support__source__in=_edited(Source, since)))
        .distinct()
        .values_list("pk", flat=True)
    )


def _resting_on(claims: list[int], proposal: ReleaseProposal) -> list[str]:
    if not claims:
        return []
    rows = ContentClaim.objects.filter(claim__in=claims, content__in=proposal.contents)
    return list(rows.values_list("content__key", flat=True))


def _questions_touched(since: datetime) -> bool:
    return Question.objects.filter(Q(last_published_at__gt=since) | Q(pk__in=_edited(Question, since))).exists()
