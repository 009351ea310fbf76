"""Days and times in full, in the language of the reader: 31 March 2027, 1er avril 2027, 14 h 05."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def full(day: date | datetime | None) -> str:
    """31 March 2027; empty when there is no day."""
    if not day:
        return ""
    # Translators: how the first of a month is written, in Django's date letters; French: j\e\r F Y
    pattern = pgettext("date format of the first day of a month", "j F Y") if day.day == 1 else "DATE_FORMAT"
    return date_format(day, pattern)


def time_of_day(moment: datetime | None) -> str:
    """14:05, in the organisation's time zone; empty when there is none."""
    return date_format(_here(moment), "TIME_FORMAT") if moment else ""


def full_with_time(moment: datetime | None) -> str:
    """31 March 2027 at 14:05, in the organisation's time zone; empty when there is none."""
    if not moment:
        return ""
    return _("%(day)s at %(time)s") % {"day": full(_here(moment)), "time": time_of_day(moment)}


def _here(moment: datetime) -> datetime:
    return timezone.localtime(moment) if isinstance(moment, datetime) and timezone.is_aware(moment) else moment
