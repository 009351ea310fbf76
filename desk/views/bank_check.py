"""What to look at in the question bank."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.access import PersonRequest, for_trainers
from courses.authoring import bank_check
from courses.authoring.bank_check import BankCheck
from courses.authoring.models import Question
from courses.contents import giveaways

_PER_PAGE = 25
_TWINS = 50


@for_trainers
@require_GET
def check(request: PersonRequest) -> HttpResponse:
    """Questions whose words give the answer away or are hard to read, and questions that are there twice."""
    found = bank_check.check(list(Question.objects.all()))
    kinds = giveaways.kinds()
    kind = request.GET.get("kind", "")
    kind = kind if kind in kinds else ""
    rows = [one for one in found.remarked if not kind or any(remark.kind == kind for remark in one.remarks)]
    return render(
        request,
        "desk/bank_check.html",
        {
            "found": found,
            "page": Paginator(rows, _PER_PAGE).get_page(request.GET.get("page")),
            "chips": _chips(found, kinds, kind),
            "twins": found.twins[:_TWINS],
            "statements": _of_statements(found),
        },
    )


def _chips(found: BankCheck, kinds: dict[str, str], chosen: str) -> list[dict[str, Any]]:
    every = {"label": _("All"), "url": "?", "active": not chosen, "count": len(found.remarked)}
    some = [(kind, label) for kind, label in kinds.items() if found.counts[kind]]
    return [
        every,
        *(
            {"label": label, "url": f"?kind={kind}", "active": kind == chosen, "count": found.counts[kind]}
            for kind, label in some
        ),
    ]


def _of_statements(found: BankCheck) -> str:
    """How many statements are true, where guessing pays; else nothing."""
    if not found.statements_lean:
        return ""
    true, count = found.statements
    words = _("Of %(count)d statements to be called true or false, %(true)d are true, so guessing pays.")
    return words % {"count": count, "true": true}
