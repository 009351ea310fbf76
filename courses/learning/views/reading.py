"""The page of a lesson: one for all who take the same release and are as far in it, with what is each reader's own put in."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.access import PersonRequest
from courses.contents import own, rendering
from courses.contents.outlines import outline_items
from courses.learning import corrective, enrolling, headings, notebook, updating
from courses.learning.models import Attempt, Enrolment
from courses.learning.outlining import Outline, Step, outline_for
from evidence import standing
from evidence.standing import Flag
from lms import fragments, frame

_TEMPLATE = "learning/lesson.html"


@dataclass(frozen=True)
class _Reading:
    """Somebody at a lesson: what they have done, what is flagged in it now, and what is their own in it."""

    enrolment: Enrolment
    number: int
    done: Set[str]
    flags: Mapping[str, Flag]
    given: own.Given
    notebook: notebook.Page | None
    again: Attempt | None  # the attempt after which the lesson is read again

    @property
    def language(self) -> str:
        language: str = self.enrolment.release.outline["language"]
        return language

    def step(self) -> tuple[Outline, Step]:
        outline = outline_for(self.enrolment.release.outline, self.done)
        return outline, outline.steps[self.number - 1]


def page(request: PersonRequest, enrolment: Enrolment, number: int, done: Set[str], *, at: datetime) -> HttpResponse:
    """The lesson at this place, for somebody who has completed these contents."""
    item = outline_items(enrolment.release.outline)[number - 1]
    about = rendering.about(item["hash"], enrolment.release.outline["language"])
    flags = standing.flags(about.claims, at=at)
    kept = notebook.of_lesson(enrolment, item["key"], about.notebook)
    given, shown = notebook.given(enrolment, about.notebook, kept), notebook.page_for(about.notebook, kept)
    again = corrective.asked(enrolment, item["key"], request.GET.get("again", ""))
    is_own = enrolment.closed_at or enrolment.kind == Enrolment.Kind.UPDATE or again
    answer = _own_page if is_own else _shared_page
    return answer(request, _Reading(enrolment, number, done, flags, given, shown, again))


def _own_page(request: PersonRequest, one: _Reading) -> HttpResponse:
    """In an update, with what it changed; and after a training has ended, with where it went on."""
    outline, step = one.step()
    rendered, was = rendering.lesson(step.hash, one.language), updating.earlier(one.enrolment, step)
    if was is not None:
        body = updating.marked_html(was, step, one.flags, one.given, language=one.language)
    else:
        body = rendering.lesson_html(rendered, one.flags, one.given)
    context = {**around(one.enrolment, outline, step), **_lesson(step, rendered, body, one)}
    context |= {"successor": enrolling.successor(one.enrolment), "notebook": one.notebook, "again": one.again}
    return render(request, _TEMPLATE, context)


def _shared_page(request: PersonRequest, one: _Reading) -> HttpResponse:
    """For everybody else; what is kept in it, and in which order its parts stand, is put in for each."""
    release, is_open = one.enrolment.release, one.enrolment.is_open

    def for_all(marks: Mapping[str, Any]) -> dict[str, Any]:
        outline, step = one.step()
        rendered = rendering.lesson(step.hash, one.language)
        taken = SimpleNamespace(pk=marks["enrolment"], release=release, release_id=release.pk, is_open=is_open)
        body = rendering.lesson_html(rendered, one.flags, own.LATER)
        known = [(name, own.Marks(name)["known"]) for name, _kind in rendered.notebook]
        sheet = SimpleNamespace(page=marks["sheet"], known=known) if known else None
        return {**around(taken, outline, step), **_lesson(step, rendered, body, one), "notebook": sheet}

    known = {f"{name}:known": value for name, value in one.notebook.known} if one.notebook else {}
    mine = {"enrolment": one.enrolment.pk, "sheet": one.notebook.page if one.notebook else ""}
    key = (release.pk, one.number, is_open, frozenset(one.done), tuple(sorted(one.flags.items())))
    finish = own.filler(own.Given({**one.given.marks, **known}, one.given.order))
    return frame.page(request, _TEMPLATE, key, for_all, mine, finish=finish)


def around(enrolment: Any, outline: Outline, step: Step) -> dict[str, Any]:
    """What the player shows around every item."""
    previous, following = outline.around(step)
    part = outline.part_of(step)
    return {
        "enrolment": enrolment,
        "release": enrolment.release,
        "outline": outline,
        "outline_nav": _outline_nav(enrolment, outline, step),
        "step": step,
        "part": part,
        "place": part.steps.index(step) + 1,
        "previous": previous,
        "following": following,
    }


def _outline_nav(enrolment: Any, outline: Outline, step: Step) -> SafeString:
    """The outline beside the item: one for all who read this item of the release and have done the same."""
    part, language = outline.part_of(step), enrolment.release.outline["language"]
    key = (enrolment.release_id, step.number, tuple(one.done for one in outline.steps))
    context = {"outline": outline, "part": part, "step": step, "language": language}
    mine = {"training_url": reverse("learning:training", args=[enrolment.pk])}
    return fragments.rendered("learning/_outline.html", key, lambda marks: {**context, **marks}, mine)


def _lesson(step: Step, rendered: rendering.Lesson, body: SafeString, one: _Reading) -> dict[str, Any]:
    html, parts = headings.with_anchors(body)
    listed = render_to_string("learning/_headings.html", {"headings": parts, "language": one.language}) if parts else ""
    return {
        "lesson": {"title": step.title, "summary": step.summary, "minutes": step.minutes},
        "html": format_html("{}{}", listed, html),
        "flagged": rendering.flagged_claims(rendered, one.flags),
    }
