"""Reading a proposal as learners would get it: what changed is marked, what was read is ticked, passages are remarked on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import PersonRequest, for_trainers
from courses.contents import changes, differences, marking, outlines, quiz_rules
from courses.contents.assessment import needed
from courses.contents.blocks import registry as blocks
from courses.contents.models import Content
from courses.releases import examining, line
from courses.releases.access import proposal_of
from courses.releases.examining import ToRead
from courses.releases.models import ReleaseProposal
from desk.forms import RemarkForm
from evidence import standing
from lms.refusals import Refusal


@dataclass(frozen=True)
class Unsent:
    """A remark that was refused, with its words, and where it was to stand."""

    words: str
    place: int | None = None
    answers: int | None = None


@for_trainers
@require_safe
def item(request: PersonRequest, proposal_id: int, hash_: str) -> HttpResponse:
    """One lesson or quiz of a proposal. Where it was frozen anew, what it has become."""
    found = proposal_of(request.user, proposal_id)
    items = examining.all_of(found, line.before(found))
    one = next((one for one in items if one.hash == hash_), None)
    if one is None:
        if (become := _become(items, hash_)) is None:
            raise Http404(_("This is not part of the proposal."))
        return redirect("desk:candidate", found.pk, become.hash)
    return _page(request, found, items, one, at=timezone.now())


def _become(items: list[ToRead], hash_: str) -> ToRead | None:
    """What stands in the proposal now where this content stood; None when nothing does."""
    was = Content.objects.filter(pk=hash_).first()
    return next((one for one in items if was and one.item["key"] == was.key), None)


@for_trainers
@require_POST
def note_read(request: PersonRequest, proposal_id: int, hash_: str) -> HttpResponse:
    """Tick one item, and go on to the next that is asked for."""
    found = proposal_of(request.user, proposal_id)
    try:
        examining.note_read(found, hash_, by=request.user, at=timezone.now())
    except Refusal as refusal:
        return _refused(request, proposal_id, hash_, refusal)
    missing = examining.not_read(found, by=request.user)
    if missing:
        return redirect("desk:candidate", found.pk, missing[0].hash)
    messages.success(request, _("That was the last one. You have read everything that is new or changed."))
    return redirect("desk:release_desk", found.pk)


@for_trainers
@require_POST
def remark(request: PersonRequest, proposal_id: int, hash_: str) -> HttpResponse:
    """Say something about an item, or about one passage of it."""
    found = proposal_of(request.user, proposal_id)
    form = RemarkForm(request.POST)
    place = form.place()
    try:
        examining.remark(
            found, hash_, form.words(), place=place, passage=form.passage(), by=request.user, at=timezone.now()
        )
    except Refusal as refusal:
        return _refused(request, proposal_id, hash_, refusal, Unsent(form.words(), place))
    here = redirect("desk:candidate", found.pk, hash_)
    here["Location"] += f"#part-{place}" if place else "#remarks"
    return here


@for_trainers
@require_POST
def answer(request: PersonRequest, proposal_id: int, remark_id: int) -> HttpResponse:
    """Answer a remark, or settle it."""
    found = proposal_of(request.user, proposal_id)
    about = get_object_or_404(found.remarks.select_related("content", "proposal"), pk=remark_id)
    form = RemarkForm(request.POST)
    try:
        examining.answer(about, form.words(), settles="settle" in request.POST, by=request.user, at=timezone.now())
    except Refusal as refusal:
        return _refused(request, proposal_id, about.content_id, refusal, Unsent(form.words(), answers=about.pk))
    here = redirect("desk:candidate", found.pk, about.content_id)
    here["Location"] += f"#remark-{about.pk}"
    return here


def _refused(
    request: PersonRequest, proposal_id: int, hash_: str, refusal: Refusal, unsent: Unsent | None = None
) -> HttpResponse:
    """The item as it stands now, or the first one where it was taken out, with the reasons on top and what was typed kept."""
    for reason in refusal.reasons:
        messages.error(request, reason)
    found = proposal_of(request.user, proposal_id)
    items = examining.all_of(found, line.before(found))
    one = next((one for one in items if one.hash == hash_), None) or _become(items, hash_) or items[0]
    return _page(request, found, items, one, at=timezone.now(), unsent=unsent, status=400)


def _page(
    request: PersonRequest,
    found: ReleaseProposal,
    items: list[ToRead],
    one: ToRead,
    *,
    at: datetime,
    unsent: Unsent | None = None,
    status: int = 200,
) -> HttpResponse:
    done = examining.read_by(found, request.user)
    threads = examining.threads(found, one.item["key"])
    described: Callable[..., dict[str, Any]] = _quiz if one.item["kind"] == Content.Kind.QUIZ else _lesson
    place = items.index(one)
    return render(
        request,
        "desk/candidate.html",
        {
            "proposal": found,
            "one": one,
            "modules": _by_module(items, done),
            "is_read": one.hash in done,
            "may_decide": examining.may_decide(found, by=request.user),
            "before": items[place - 1] if place else None,
            "after": items[place + 1] if place + 1 < len(items) else None,
            "threads": threads,
            "unsent": unsent,
            **described(one, at=at, language=found.outline["language"]),
        },
        status=status,
    )


def _by_module(items: list[ToRead], done: set[str]) -> list[dict[str, Any]]:
    """The items with their ticks, module by module."""
    found: list[dict[str, Any]] = []
    for one in items:
        if not found or found[-1]["title"] != one.module:
            found.append({"title": one.module, "items": []})
        found[-1]["items"].append({"one": one, "is_read": one.hash in done})
    return found


def _frozen(one: ToRead) -> tuple[Mapping[str, Any] | None, Mapping[str, Any]]:
    """What it is compared with, if anything, and what would go out."""
    found = changes.contents({one.hash, *([one.old["hash"]] if one.old else [])})
    return found[one.old["hash"]].data if one.old else None, found[one.hash].data


def _lesson(one: ToRead, *, at: datetime, language: str) -> dict[str, Any]:
    old, new = _frozen(one)
    flags = standing.flags({claim["key"] for _, claim in blocks.claims(new["body"])}, at=at)
    parts = marking.lesson_parts(old, new, flags, language=language)
    return {"lesson": new, "parts": parts, "head": _head(old, new, "summary")}


def _quiz(one: ToRead, *, at: datetime, language: str) -> dict[str, Any]:
    old, new = _frozen(one)
    asked = {hash_ for quiz in (old, new) if quiz for hash_ in differences.asked(quiz)}
    length = outlines.quiz_length(new)
    return {
        "quiz": new,
        "parts": marking.quiz_parts(old, new, changes.contents(asked)),
        "head": _head(old, new, "intro"),
        "length": length,
        "rules": quiz_rules.of(new),
        "needed": needed(new, length),
        "old_pass_mark": old["pass_mark"] if old and old["pass_mark"] != new["pass_mark"] else None,
    }


def _head(old: Mapping[str, Any] | None, new: Mapping[str, Any], summary: str) -> str:
    """The title and what stands below it, word by word, where they differ."""
    before, after = [[data["title"], data[summary]] if data else [] for data in (old, new)]
    return differences.lines_of(before, after, all_lines=False) if old and before != after else ""
