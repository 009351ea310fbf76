"""The coordinator's desk: the roster, its export, and enrolling people."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts import moving, roles
from accounts.access import PersonRequest, for_coordinators
from accounts.models import User
from desk import enrolling_many, roster, roster_csv
from desk.forms import SORTS, STATUS_CHOICES, EnrolForm, RosterFilterForm

_PER_PAGE = 50


@for_coordinators
@require_GET
def roster_page(request: PersonRequest) -> HttpResponse:
    """Everybody in one's regions, narrowed by what is asked for."""
    return _roster(request, RosterFilterForm(request.GET, by=request.user))


def _roster(request: PersonRequest, form: RosterFilterForm) -> HttpResponse:
    """The roster; with a filter that cannot be read, nobody, and what is wrong beside the field."""
    day = timezone.localdate()
    wanted = form.wanted()
    asked = wanted or roster.Filter()
    counts = roster.counts(request.user, asked, day=day)
    found = roster.people(request.user, asked, day=day) if wanted else User.objects.none()
    pages = Paginator(found.select_related("region"), _PER_PAGE)
    pages.count = counts[asked.status] if wanted else 0  # known already: the database is not asked once more
    page = pages.get_page(request.GET.get("page"))
    return render(
        request,
        "desk/roster.html",
        {
            "form": form,
            "wanted": wanted,
            "page": page,
            "rows": roster.rows(page.object_list, day=day),
            "chips": _chips(request.GET, counts),
            "sorts": _sorts(request.GET, asked),
            "counts": counts,
            "everybody": counts[""],
            "moves": moving.waiting_for(request.user),
            "enrol_form": EnrolForm(),
            "most_at_once": enrolling_many.MOST,
            "query": _without_page(request.GET).urlencode(),
        },
        status=200 if wanted else 400,
    )


def _without_page(asked: QueryDict) -> QueryDict:
    query = asked.copy()
    query.pop("page", None)
    return query


def _chips(asked: QueryDict, counts: dict[str, int]) -> list[dict[str, object]]:
    """Every status with how many people it would list, everything else being asked for as it is."""
    chips: list[dict[str, object]] = []
    for key, label in STATUS_CHOICES:
        query = _without_page(asked)
        query["status"] = key
        active = key == asked.get("status", "")
        if not (counts[key] or active or key == ""):
            continue  # a list of nobody opens nothing
        chips.append({"label": label, "url": f"?{query.urlencode()}", "active": active, "count": counts[key]})
    return chips


def _sorts(asked: QueryDict, wanted: roster.Filter) -> dict[str, dict[str, Any]]:
    """For each column that people can be sorted by, the address that does it."""
    found = {}
    for key, _label in SORTS:
        query = _without_page(asked)
        query["sort"] = key
        found[key or "name"] = {"url": f"?{query.urlencode()}", "active": wanted.sort == key}
    return found


@for_coordinators
@require_GET
def export(request: PersonRequest) -> HttpResponseBase:
    """The roster as it is narrowed, as CSV. The export is noted; a filter that cannot be read exports nobody."""
    form = RosterFilterForm(request.GET, by=request.user)
    wanted = form.wanted()
    if wanted is None:
        messages.error(request, _("Nothing was exported, because the filter cannot be read. Correct it and try again."))
        return _roster(request, form)
    at = timezone.now()
    pieces = roster_csv.pieces(request.user, wanted, at=at)
    response = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="roster-{timezone.localdate(at).isoformat()}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


@for_coordinators
@require_POST
def enrol(request: PersonRequest) -> HttpResponse:
    """Enrol the chosen people, or everybody who fits, in a curriculum, each as far as the rules allow."""
    form = EnrolForm(request.POST)
    asked = QueryDict(request.POST.get("query", ""))
    people = _everybody(request, asked) if request.POST.get("everybody") else _chosen(request)
    if request.POST.get("back") == "person" and people:
        back = redirect("desk:person", user_id=people[0].pk)
    else:
        back = redirect(f"{reverse('desk:roster')}?{asked.urlencode()}" if asked else "desk:roster")
    if not people or not form.is_valid():
        messages.error(request, _("Choose at least one person and a curriculum."))
        return back
    at = timezone.now()
    result = enrolling_many.enrol_many(people, form.cleaned_data["curriculum"], by=request.user, at=at)
    level = messages.WARNING if result.refused else messages.SUCCESS
    messages.add_message(request, level, " ".join(result.sentences()))
    return back


def _chosen(request: PersonRequest) -> list[User]:
    keys = [int(pk) for pk in request.POST.getlist("person") if pk.isdecimal() and len(pk) < 19]
    return list(roles.people_of(request.user).filter(pk__in=keys[: enrolling_many.MOST], is_active=True))


def _everybody(request: PersonRequest, asked: QueryDict) -> list[User]:
    """Everybody who fits what is asked for; nobody when they are too many for one button, or the filter cannot be read."""
    wanted = RosterFilterForm(asked, by=request.user).wanted()
    if wanted is None:
        return []
    found = roster.people(request.user, wanted, day=timezone.localdate()).filter(is_active=True)
    people = list(found[: enrolling_many.MOST + 1])
    return people if len(people) <= enrolling_many.MOST else []
