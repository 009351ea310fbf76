"""Every component with samples, in light and in dark. Only while DEBUG is on."""

from datetime import date

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from lms import dates
from lms.icons import ICONS
from lms.statuses import LOOKS

_COLOURS = [
    *("paper", "raised", "sunk", "ink", "stone", "edge", "line", "focus"),
    *("pine", "pine-tint", "amber", "amber-tint", "clay", "clay-tint", "slate", "slate-tint"),
]
_DAY = date(2027, 3, 31)


class _Sample(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name on certificates"), help_text=gettext_lazy("Printed as you write it.")
    )
    region = forms.ChoiceField(
        label=gettext_lazy("Your region"), choices=[("toronto", "Toronto"), ("ottawa", "Ottawa")], required=False
    )
    note = forms.CharField(label=gettext_lazy("Note"), widget=forms.Textarea(attrs={"rows": 2}), required=False)
    often = forms.ChoiceField(
        label=gettext_lazy("How often?"),
        choices=[("weekly", gettext_lazy("Every week")), ("monthly", gettext_lazy("Every month"))],
        widget=forms.RadioSelect,
    )
    agree = forms.BooleanField(label=gettext_lazy("I have read what changed"))


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """One page, no data: it shows the components, not the site."""
    if not settings.DEBUG:
        raise Http404(_("The style guide is part of trial sites only."))
    context = {
        "schemes": [("light", _("Light")), ("dark", _("Dark"))],
        "colours": _COLOURS,
        "states": list(LOOKS),
        "icons": list(ICONS),
        "day": _DAY,
        "form": _Sample({"name": "", "often": "weekly", "agree": "on"}),
        "modules": [
            {"title": _("Foundations"), "done": 4, "total": 4},
            {"title": _("Working with ABC"), "done": 2, "total": 4},
            {"title": _("Questioning beliefs"), "done": 0, "total": 4},
        ],
        "chips": [
            {"label": _("All"), "url": "#", "active": True, "count": 212},
            {"label": _("Due for renewal"), "url": "#", "active": False, "count": 14},
        ],
        "links": [
            {
                "url": "#",
                "title": _("Foundations"),
                "text": _("What events, beliefs and feelings have to do with each other."),
            },
            {"url": "#", "title": _("Roster"), "text": _("Who is certified, and until when."), "icon": "users"},
        ],
        "events": [
            {
                "at": _DAY,
                "what": _("Certificate issued"),
                "more": _("Rests on %(release)s.") % {"release": "REBT 2.1.0"},
                "tone": "pine",
            },
            {"at": date(2026, 11, 2), "what": _("Enrolled")},
        ],
        "pairs": [(_("Valid through"), dates.full(_DAY)), (_("Rests on"), "REBT 2.1.0")],
    }
    return render(request, "home/styleguide.html", context)
