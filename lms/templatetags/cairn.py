"""Template tags of the interface: icons, dates in full, statuses, stones. Built in: no {% load %} needed."""

from collections.abc import Hashable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any, cast

from django import template
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.forms import BoundField
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import formats
from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms import dates, fragments, frame, icons, languages, motifs, nav, phrases, places, statuses, stones

register = template.Library()


# ------------------------------------------------------------------------------------------------------------ icons
@register.simple_tag
def icon(name: str, css_class: str = "") -> str:
    """{% icon "check" %}: an inline SVG. An unknown name is an error while developing and nothing in production."""
    if name not in icons.ICONS:
        if settings.DEBUG:
            raise template.TemplateSyntaxError(f"There is no icon {name!r}; lms/icons.py lists them.")
        return ""
    return _icon(name, css_class)


@lru_cache(maxsize=256)
def _icon(name: str, css_class: str) -> SafeString:
    return mark_safe(icons.svg(name, css_class))  # noqa: S308 (drawings of a package and our own)


# --------------------------------------------------------------------------------------- language, dates and amounts
@register.simple_tag
def page_language() -> str:
    """<html lang="{% page_language %}">: the language that the site's words are in."""
    return languages.page_language()


@register.simple_tag
def written_in(language: str | None) -> str:
    """<h1{% written_in outline.language %}>: a lang attribute for words in another language than the page's, else nothing."""
    return format_html(' lang="{}"', language) if languages.is_foreign(language) else ""


@register.filter(expects_localtime=True)
def full_date(value: date | datetime | None) -> str:
    """31 March 2027; empty when there is no date."""
    return dates.full(value)


@register.filter(expects_localtime=True)
def full_datetime(value: datetime | None) -> str:
    """31 March 2027 at 14:05, in the organisation's time zone; empty when there is none."""
    return dates.full_with_time(value)


@register.filter(expects_localtime=True)
def time_of_day(value: datetime | None) -> str:
    """14:05, in the organisation's time zone; empty when there is none."""
    return dates.time_of_day(value)


@register.filter
def duration(minutes: int | None) -> str:
    """1 minute, 12 minutes, 1 hour, 2 hours 5 minutes; empty when unknown."""
    if not minutes:
        return ""
    hours, rest = divmod(int(minutes), 60)
    in_hours = ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    in_minutes = ngettext("%(count)d minute", "%(count)d minutes", rest) % {"count": rest}
    if not hours or not rest:
        return in_hours if hours else in_minutes
    return _("%(hours)s %(minutes)s") % {"hours": in_hours, "minutes": in_minutes}


@register.filter
def roughly(minutes: int | None) -> str:
    """The same for whole curricula, where single minutes would only pretend: in steps of 5, from an hour 15, from three 30."""
    if not minutes:
        return ""
    step = 5 if minutes < 60 else 15 if minutes < 180 else 30
    return duration(max(step, round(minutes / step) * step))


@register.filter
def points(value: Fraction | int | None) -> str:
    """A number of points: 5, 4.5, 2.33; parts are rounded down to hundredths, so that nothing seems more than it is."""
    if value is None:
        return ""
    whole, hundredths = divmod(int(value * 100), 100)
    decimals = 0 if not hundredths else 1 if hundredths % 10 == 0 else 2
    return formats.number_format(Decimal(whole * 100 + hundredths) / 100, decimals)


@register.filter
def hours(count: int) -> str:
    """5 hours, and whole days as days: 2 days."""
    return phrases.hours(count)


@register.filter
def months(count: int) -> str:
    """18 months, and whole years as years: 1 year, 2 years."""
    years, rest = divmod(int(count), 12)
    if years and not rest:
        return ngettext("%(count)d year", "%(count)d years", years) % {"count": years}
    return ngettext("%(count)d month", "%(count)d months", count) % {"count": count}


@register.filter
def paragraphs(text: str | None) -> SafeString:
    """Plain text as HTML paragraphs; whatever looks like markup is shown as it was typed."""
    return mark_safe(linebreaks(text or "", autoescape=True))  # noqa: S308 (linebreaks escapes)


# ----------------------------------------------------------------------------------------------------------- statuses
@register.filter
def look(state: object) -> statuses.Look:
    """{{ state|look }}: label, icon and tone of a status (lms/statuses.py)."""
    return statuses.look(state)


@register.inclusion_tag("components/status.html")
def status_badge(state: object, label: str = "") -> dict[str, object]:
    """{% status_badge certificate.validity %}: word, icon and tint."""
    return {"state": state, "label": label}


@register.inclusion_tag("components/stones.html", name="stones")
def stones_tag(modules: list[dict[str, Any]], heading: str = "", language: str = "") -> dict[str, object]:
    """{% stones modules %}: progress as a stack of stones; each module is {title, done, total} and may carry url, note.

    `language` is the one of the titles.
    """
    return {"stack": stones.stack(modules), "heading": heading, "language": language}


@register.inclusion_tag("components/motif.html")
def motif(place: int) -> dict[str, object]:
    """{% motif card.place %}: the drawing of a curriculum, by its place in the catalogue. Decorative."""
    return {"motif": motifs.motif(place), "width": motifs.WIDTH, "height": motifs.HEIGHT}


# -------------------------------------------------------------------------------------------------------------- forms
_CONTROL_CLASSES = {
    "checkbox": "form-check-input",
    "select": "form-select",
    "radioselect": "",
    "checkboxselectmultiple": "",
    "hidden": "",
}


@register.filter
def control(field: BoundField) -> SafeString:
    """The field's widget with Bootstrap's class; Django adds aria-describedby and aria-invalid by itself."""
    css = _CONTROL_CLASSES.get(field.widget_type, "form-control")
    own = field.field.widget.attrs.get("class", "")
    classes = f"{own} {css} {'is-invalid' if field.errors else ''}".split()
    return field.as_widget(attrs={"class": " ".join(classes)} if classes and css else {})


@register.filter
def widget_type(field: BoundField) -> str:
    return field.widget_type


# --------------------------------------------------------------------------------------------------------- navigation
@register.simple_tag(takes_context=True)
def here(context: template.Context, url: str, *, exact: bool = False) -> SafeString:
    """<a href="{{ url }}"{% here url %}>: marks the link to the page, or to the section, that is being shown."""
    return nav.here(getattr(context.get("request"), "path", ""), url, exact=exact)


@register.simple_tag
def place(name: str, *args: object) -> str:
    """{% place "my_training" as url %}: the address of a screen that a room above shows; empty where none does."""
    return places.address(name, *args) if name in places.declared() else ""


def _flat(context: template.Context) -> dict[str, Any]:
    return cast(dict[str, Any], context.flatten())  # every name in it is a text


@register.simple_tag(takes_context=True)
def site_frame(context: template.Context, part: str) -> SafeString:
    """{% site_frame "header" %}: the head or the foot of the page; where nobody is known to have asked, without links."""
    request = context.get("request")
    if isinstance(request, HttpRequest) and hasattr(request, "user"):
        return {"header": frame.header, "footer": frame.footer}[part](request, context)
    return mark_safe(render_to_string(f"components/site_{part}.html", _flat(context)))  # noqa: S308 our own template


@register.simple_tag
def same_for(like: Hashable, template: str, **context: Any) -> SafeString:
    """A template rendered once for all for whom `like` and its plain arguments are the same. It must not show anything else
    of its page, and nothing of its reader. Without `like` it is rendered for this page alone and not kept.
    """
    if like is None:
        return render_to_string(template, context)
    plain = tuple((name, value) for name, value in context.items() if isinstance(value, str | int | bool | None))
    return fragments.rendered(template, (like, plain), lambda _marks: context, {})


@register.simple_tag(takes_context=True)
def page_link(context: template.Context, number: int, parameter: str = "page") -> str:
    """The address of another page of the same list, filters kept."""
    query = context["request"].GET.copy()
    query[parameter] = number
    return f"?{query.urlencode()}"


# ------------------------------------------------------------------------------------------------------- static files
@register.simple_tag
def built_css(path: str) -> str:
    """A stylesheet link for a file that a build step writes (build_fonts); nothing while it is missing."""
    url = _built_url(path)
    return format_html('<link rel="stylesheet" href="{}">', url) if url else ""


@register.simple_tag
def built_url(path: str) -> str:
    """The address of a file that a build step writes; empty while it is missing."""
    return _built_url(path)


@lru_cache(maxsize=16)
def _built_url(path: str) -> str:
    if settings.DEBUG and not finders.find(str(PurePosixPath(path))):
        return ""
    try:
        return staticfiles_storage.url(path)
    except ValueError:  # not in the manifest: never built
        return ""
