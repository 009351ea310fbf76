"""Putting words together as the reader's language does."""

from collections.abc import Sequence

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def listed(names: Sequence[str], *, at_most: int = 0) -> str:
    """A; A and B; A, B and C; with `at_most`, the others as a number: A, B, C and 4 more."""
    if at_most and len(names) > at_most:
        return _("%(names)s and %(count)d more") % {
            "names": ", ".join(names[:at_most]),
            "count": len(names) - at_most,
        }
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(second)s") % {"first": ", ".join(names[:-1]), "second": names[-1]}


def listed_html(names: Sequence[str]) -> SafeString:
    """The same for a page: a name that is not HTML already is escaped."""
    return mark_safe(listed([str(conditional_escape(name)) for name in names]))  # noqa: S308 (escaped above)


def hours(count: int) -> str:
    """5 hours, and whole days as days: 2 days."""
    days, rest = divmod(int(count), 24)
    if days and not rest:
        return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    return ngettext("%(count)d hour", "%(count)d hours", count) % {"count": count}
