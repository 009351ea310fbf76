"""Every component with samples, in light and in dark. Only while DEBUG is on."""

from datetime import date

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lms.icons import ICONS
from lms.statuses import LOOKS

_COLOURS = [
    *("paper", "raised", "sunk", "ink", "stone", "edge", "line", "focus"),
    *("pine", "pine-tint", "amber", "amber-tint", "clay", "clay-tint", "slate", "slate-tint"),
]
_DAY = date(2027, 3, 31)


class _Sample(forms.Form):
    name = forms.CharField(label="Name on certificates", help_text="Printed as you write it.")
    region = forms.ChoiceField(choices=[("toronto", "Toronto"), ("ottawa", "Ottawa")], required=False)
    note = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), required=False)
    often = forms.ChoiceField(
        label="How often?", choices=[("weekly", "Every week"), ("monthly", "Every month")], widget=forms.RadioSelect
    )
    agree = forms.BooleanField(label="I have read what changed")


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """One page, no data: it shows the components, not the site."""
    if not settings.DEBUG:
        raise Http404("The style guide is part of trial sites only.")
    context = {
        "schemes": ["light", "dark"],
        "colours": _COLOURS,
        "states": list(LOOKS),
        "icons": list(ICONS),
        "day": _DAY,
        "form": _Sample({"name": "", "often": "weekly", "agree": "on"}),
        "modules": [
            {"title": "Foundations", "done": 4, "total": 4},
            {"title": "Working with ABC", "done": 2, "total": 4},
            {"title": "Questioning beliefs", "done": 0, "total": 4},
        ],
        "chips": [
            {"label": "All", "url": "#", "active": True, "count": 212},
            {"label": "Due for renewal", "url": "#", "active": False, "count": 14},
        ],
        "links": [
            {
                "url": "#",
                "title": "Foundations",
                "text": "What events, beliefs and feelings have to do with each other.",
            },
            {"url": "#", "title": "Roster", "text": "Who is certified, and until when.", "icon": "users"},
        ],
        "events": [
            {"at": _DAY, "what": "Certificate issued", "more": "Rests on REBT 2.1.0.", "tone": "pine"},
            {"at": date(2026, 11, 2), "what": "Enrolled"},
        ],
        "pairs": [("Valid through", "31 March 2027"), ("Rests on", "REBT 2.1.0")],
    }
    return render(request, "home/styleguide.html", context)
