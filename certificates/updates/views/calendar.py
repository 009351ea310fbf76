"""My dates: on a page, one by one for a calendar, and as a calendar to follow."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts import feeds
from accounts.access import PersonRequest
from certificates.updates import days_ahead
from lms import icalendar
from lms.languages import reading


@login_required
@require_safe
def dates(request: PersonRequest) -> HttpResponse:
    """Every day that lies ahead, and the address of the calendar to follow, if there is one."""
    key, at = request.user.calendar_key, timezone.now()
    feed = settings.SITE_URL.rstrip("/") + reverse("updates:feed", args=[key]) if key else ""
    context = {
        "days": days_ahead.of(request.user, at=at),
        "today": timezone.localdate(at),
        "feed": feed,
        "webcal": feed.replace("https://", "webcal://").replace("http://", "webcal://"),
    }
    return render(request, "updates/dates.html", context)


@login_required
@require_safe
def one_date(request: PersonRequest, key: str) -> HttpResponse:
    """One day as a file that calendars open."""
    at = timezone.now()
    found = next((one for one in days_ahead.of(request.user, at=at) if one.key == key), None)
    if found is None:
        raise Http404(_("There is no such date any more."))
    answer = HttpResponse(
        icalendar.calendar(found.title, [days_ahead.event(found)], at=at), content_type=icalendar.CONTENT_TYPE
    )
    answer["Content-Disposition"] = f'attachment; filename="{key}.ics"'
    return answer


@login_required
@require_POST
def follow(request: PersonRequest) -> HttpResponse:
    """Make the secret address, or another one in its place; or take it away."""
    if "stop" in request.POST:
        feeds.stop(request.user)
        messages.success(
            request, _("The address is switched off. Calendars that followed it no longer learn anything.")
        )
    else:
        had = request.user.calendar_key
        feeds.renew(request.user)
        words = _("There is a new address; the old one is switched off.") if had else _("Here is your address.")
        messages.success(request, words)
    return redirect(reverse("updates:dates") + "#follow")


@require_safe
@never_cache
def feed(request: HttpRequest, key: str) -> HttpResponse:
    """The calendar of whoever this secret belongs to, in their language."""
    person = feeds.owner(key)
    if person is None:
        raise Http404(_("There is no such calendar."))
    at = timezone.now()
    with reading(person.language):
        events = [days_ahead.event(one) for one in days_ahead.of(person, at=at)]
        text = icalendar.calendar(_("Training dates"), events, at=at)
    answer = HttpResponse(text, content_type=icalendar.CONTENT_TYPE)
    answer["X-Robots-Tag"] = "noindex"
    return answer
