"""Previews in the editor: what a draft would look like to learners, through the templates they see.

A draft is frozen in memory and shown; nothing is stored. A draft that cannot be frozen yet is answered with what is missing.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from wagtail.models import Page

from courses.authoring import freezing, previewing
from courses.authoring.models import CurriculumPage, LessonPage, ModulePage, Question, QuizPage
from courses.contents import outlines, rendering, sheets
from courses.contents.assessment import needed
from courses.contents.blocks import registry as blocks
from evidence import standing
from lms.refusals import Refusal


@previewing.previews("page")
def preview(request: HttpRequest, page: Page) -> HttpResponse:
    """The draft of a curriculum, module, lesson or quiz as learners would meet it."""
    shown: dict[type[Page], previewing.View] = {
        LessonPage: _lesson,
        QuizPage: _quiz,
        ModulePage: _module,
        CurriculumPage: _curriculum,
    }
    try:
        return shown[type(page)](request, page)
    except Refusal as refusal:
        return render(request, "authoring/preview_refused.html", {"reasons": refusal.reasons})


def _lesson(request: HttpRequest, page: LessonPage) -> HttpResponse:
    frozen = freezing.freeze_lesson(page)
    cited = [claim["key"] for _, claim in blocks.claims(frozen.data["body"])]
    flags = standing.flags(cited, at=timezone.now())
    context = {
        "lesson": frozen.data,
        "html": rendering.body_html(frozen.data["body"], flags, frozen.files, language=_language_of(page)),
        "eyebrow": _module_of(page),
    }
    return render(request, "authoring/preview_lesson.html", context)


def _language_of(page: LessonPage) -> str:
    """The language the curriculum is taught in, when the page has its place in the tree already."""
    language: str = page.curriculum().language if page.path else "en"
    return language


def _module_of(page: Page) -> str:
    """The title of the module, when the page has its place in the tree already."""
    parent = page.get_parent() if page.path else None
    return parent.title if parent is not None else ""


def _quiz(request: HttpRequest, page: QuizPage) -> HttpResponse:
    """One attempt at the quiz as it could come: the chosen questions, and the first ones of every draw."""
    frozen, bank = freezing.freeze_quiz(page)
    by_hash = {question.hash: question.data for question in bank}
    hashes = [*frozen.data["questions"]]
    for draw in frozen.data["draws"]:
        hashes += [hash_ for hash_ in draw["pool"] if hash_ not in hashes][: draw["count"]]
    asked = [sheets.asked(hash_, by_hash[hash_], number=number) for number, hash_ in enumerate(hashes, start=1)]
    length = outlines.quiz_length(frozen.data)
    context = {
        "quiz": frozen.data,
        "asked": asked,
        "length": length,
        "rules": page.rules,
        "needed": needed(frozen.data, length),
        "minutes": max(1, round(length * outlines.MINUTES_PER_QUESTION)),
    }
    return render(request, "authoring/preview_quiz.html", context)


def _module(request: HttpRequest, page: ModulePage) -> HttpResponse:
    items = page.get_children().live().specific().order_by("path") if page.path else []
    return render(request, "authoring/preview_module.html", {"module": page, "items": items})


def _curriculum(request: HttpRequest, page: CurriculumPage) -> HttpResponse:
    frozen = freezing.freeze_curriculum(page) if page.path else None
    outcomes = [str(block.value) for block in page.outcomes]
    modules = frozen.outline["modules"] if frozen else []
    return render(
        request,
        "authoring/preview_curriculum.html",
        {"curriculum": page, "outcomes": outcomes, "modules": modules},
    )


@previewing.previews("question")
def preview_question(request: HttpRequest, question: Question, *, with_answers: bool) -> HttpResponse:
    """A question as it stands in a quiz, or with every answer explained as after an attempt."""
    try:
        frozen = freezing.freeze_question(question)
    except Refusal as refusal:
        return render(request, "authoring/preview_refused.html", {"reasons": refusal.reasons})
    asked = sheets.asked(frozen.hash, frozen.data)
    context = {"question": asked, "with_answers": with_answers}
    return render(request, "authoring/preview_question.html", context)
