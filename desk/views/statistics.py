"""How quizzes and questions do: for the trainers of the curriculum, without anybody's name."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.access import PersonRequest, for_trainers
from courses.authoring import bank
from courses.authoring.models import Question
from courses.contents import assessment
from courses.contents.models import Content
from courses.learning import correcting, corrections, question_figures, quiz_figures
from courses.learning.statistics.reports import FEWEST
from courses.releases.access import curricula_of, release_of
from courses.releases.models import Release
from desk import charts, question_pages, statistics_tables
from desk import statistics_words as words

HERE = "here"  # in ?of=: only attempts made in this release


def _quiz_of(request: PersonRequest, slug: str, number: str, key: str) -> tuple[Release, Content]:
    """A quiz of a release of a curriculum that the person authors or approves."""
    release = release_of(request.user, slug, number)
    quiz = quiz_figures.quiz_in(release, key)
    if quiz is None:
        raise Http404(_("There is no such quiz."))
    return release, quiz


@for_trainers
@require_GET
def quiz(request: PersonRequest, slug: str, number: str, key: str) -> HttpResponse:
    """A quiz of a release: the figures of the whole, and its questions with what to look at in each."""
    release, content = _quiz_of(request, slug, number, key)
    only_here = request.GET.get("of") == HERE
    figures = quiz_figures.of_quiz(release, content, only_here=only_here)
    sort = request.GET.get("sort", "")
    report = figures.report
    chart = None
    if report.is_enough and report.out_of:
        chart = charts.histogram(report.histogram, float(assessment.needed(content.data, report.out_of)))
    return render(
        request,
        "desk/quiz_statistics.html",
        {
            "release": release,
            "quiz": content,
            "key": key,
            "figures": figures,
            "report": report,
            "needed": FEWEST,
            "few": words.few(report.people),
            "said": words.of_quiz(report) if report.is_enough else [],
            "chart": chart,
            "rows": statistics_tables.rows(figures.questions, sort),
            "sorts": _sorts(request, sort),
            "chips": _chips(request, figures.lines, only_here),
            "query": request.GET.urlencode(),
            "language": release.outline.get("language", ""),
        },
    )


def _sorts(request: PersonRequest, active: str) -> dict[str, dict[str, Any]]:
    """For each order of the table, the address that shows it."""
    found = {}
    for key in statistics_tables.SORTS:
        query = request.GET.copy()
        query["sort"] = key
        found[key or "place"] = {"url": f"?{query.urlencode()}", "active": active == key}
    return found


def _chips(request: PersonRequest, lines: list[Any], only_here: bool) -> list[dict[str, object]]:
    """Where the very same quiz stands in several releases: all of them, or this one."""
    if len(lines) < 2:
        return []
    here = request.GET.copy()
    here["of"] = HERE
    everywhere = request.GET.copy()
    everywhere.pop("of", None)
    return [
        {"label": _("All releases with this quiz"), "url": f"?{everywhere.urlencode()}", "active": not only_here},
        {"label": _("Only this release"), "url": f"?{here.urlencode()}", "active": only_here},
    ]


@for_trainers
@require_GET
def quiz_csv(request: PersonRequest, slug: str, number: str, key: str) -> HttpResponse:
    """The table of its questions as CSV."""
    release, content = _quiz_of(request, slug, number, key)
    figures = quiz_figures.of_quiz(release, content, only_here=request.GET.get("of") == HERE)
    response = HttpResponse(statistics_tables.csv_text(figures.questions), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slug}-{number}-quiz.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


@for_trainers
@require_GET
def question(request: PersonRequest, key: str) -> HttpResponse:
    """A question in each of its versions, as far as the person's own curricula asked it."""
    curricula = {curriculum.pk: curriculum.code for curriculum in curricula_of(request.user)}
    versions = question_figures.of_question(key, curricula)
    in_bank = Question.objects.filter(key=key).first()
    if not versions and not (in_bank and curricula and _is_used(in_bank, set(curricula.values()))):
        raise Http404(_("There is no such question."))
    hashes = {version.hash: version.data for version in versions}
    corrected, may = corrections.book(hashes).by_question, correcting.open_to(request.user, hashes)
    return render(
        request,
        "desk/question_statistics.html",
        {
            "key": key,
            "in_bank": in_bank,
            "stem": versions[0].data["stem"] if versions else in_bank.stem if in_bank else key,
            "language": versions[0].language if versions else "",
            "versions": [
                question_pages.shown(version, corrected.get(version.hash, ()), may=version.hash in may)
                for version in versions
            ],
            "several_languages": len({version.language for version in versions}) > 1,
            "needed": FEWEST,
        },
    )


def _is_used(found: Question, codes: set[str]) -> bool:
    """Whether pages of one of these curricula ask it, released or not."""
    return not codes.isdisjoint(bank.uses([found])[found.pk].curricula)
