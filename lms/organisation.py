"""What the organisation has decided: who it is, where its days begin, how it looks, who writes and who signs.

It stands in the database (`models.Organisation`). The environment gives the values a new site starts with
(settings.ORGANISATION_STARTS_WITH), which are shown until somebody has decided.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms import colours
from lms.models import Organisation
from lms.refusals import Refusal
from lms.signals import organisation_decided

_KEY = "organisation"
_KEPT_SECONDS = 60  # after which processes whose cache is their own have noticed a change
_counts_days: list[Callable[[], bool]] = []
_designs: dict[str, str | Promise] = {}


@dataclass(frozen=True)
class Facts:
    """What was decided; empty where nothing was. Pictures are named by their SHA-256."""

    name: str = ""
    time_zone: str = ""
    logo: str = ""
    accent: str = ""
    accent_dark: str = ""
    letters_name: str = ""
    letters_address: str = ""
    contact_address: str = ""
    signatory_name: str = ""
    signatory_title: str = ""
    signature: str = ""
    design: str = ""
    version: int = 0

    @property
    def is_decided(self) -> bool:
        """Whether it is known who issues, who signs, and where days begin and end: nothing is issued before.

        What a site starts with is nobody's decision yet.
        """
        return bool(self.version and self.name and self.time_zone and self.signatory_name)

    @property
    def missing(self) -> list[str]:
        """What has to be decided before anything is issued, in words."""
        parts = [
            (self.name, _("the name of the organisation")),
            (self.time_zone, _("the time zone")),
            (self.signatory_name, _("who signs")),
        ]
        return [words for value, words in parts if not value]

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which days are counted."""
        return ZoneInfo(self.time_zone or settings.TIME_ZONE)

    @property
    def contact(self) -> str:
        """Where people can ask."""
        return self.contact_address or self.letters_address


_PICTURES = {"logo", "signature"}
_FIELDS = [name for name in Facts.__dataclass_fields__ if name != "version"]


def starting() -> Facts:
    """What a site starts with: the environment's values."""
    return Facts(**settings.ORGANISATION_STARTS_WITH)


def kept() -> Facts:
    """What is decided, as the database says now; nothing is decided on a new site. For rules that freeze it."""
    columns = [f"{name}_id" if name in _PICTURES else name for name in (*_FIELDS, "version")]
    row = Organisation.objects.order_by("pk").values_list(*columns).first()
    if row is None:
        return Facts()
    *decided, version = row
    return Facts(**{name: value or "" for name, value in zip(_FIELDS, decided, strict=True)}, version=version)


def now() -> Facts:
    """What is decided, for showing: kept in the cache, and on a site nobody has set up, what it starts with.

    Where processes share a cache a decision shows at once, elsewhere within a minute. While the database is away, the
    site still says who it is.
    """
    found: Facts | None = cache.get(_KEY)
    if found is None:
        try:
            with transaction.atomic():
                found = kept()
        except DatabaseError:
            return starting()
        if not found.version:
            found = starting()
        cache.add(_KEY, found, _KEPT_SECONDS)  # never over what somebody has decided meanwhile
    return found


def with_changes(facts: Facts, changes: Mapping[str, Any]) -> Facts:
    """The same facts with these changes."""
    return Facts(**{**asdict(facts), **changes})


def declare_days(counts: Callable[[], bool]) -> None:
    """Say, for a room, whether days of the organisation's zone have been promised to somebody there."""
    if counts not in _counts_days:
        _counts_days.append(counts)


def days_are_promised() -> bool:
    """Whether changing the zone would move the hour at which somebody's days begin and end."""
    return any(counts() for counts in _counts_days)


def declare_designs(**looks: str | Promise) -> None:
    """Say, for the room that prints certificates, which looks there are; the first is what sites have by default."""
    _designs.update(looks)


def designs() -> dict[str, str | Promise]:
    """The looks of certificates, by name."""
    return dict(_designs)


def default_design() -> str:
    """The look that certificates have where nobody has chosen one."""
    return next(iter(_designs))


@transaction.atomic
def decide(changes: Mapping[str, Any], *, by: Any = None, zone_confirmed: bool = False) -> Facts:
    """Keep these decisions, which count from the next page, letter and certificate on.

    Nothing that is issued changes. Raises Refusal with every reason: an unknown zone, a colour that cannot be read, and
    a new zone once days were promised in the old one, unless `zone_confirmed`.
    """
    row, _made = Organisation.objects.get_or_create(pk=_only_key())
    row = Organisation.objects.select_for_update(of=("self",)).get(pk=row.pk)
    before = kept()
    after = with_changes(before, changes)
    if reasons := wrong_with(after, before=before, zone_confirmed=zone_confirmed):
        raise Refusal(*reasons)
    changed = [name for name in _FIELDS if getattr(after, name) != getattr(before, name)]
    if not changed:
        return before
    for name in changed:
        column = f"{name}_id" if name in _PICTURES else name
        setattr(row, column, getattr(after, name) or (None if name in _PICTURES else ""))
    row.version = before.version + 1
    row.save()
    log(instance=row, action="lms.decide", user=by, data={"changed": changed})
    found = kept()
    organisation_decided.send(sender=Organisation, facts=found)
    transaction.on_commit(lambda: cache.set(_KEY, found, _KEPT_SECONDS))
    return found


def _only_key() -> int:
    found: int | None = Organisation.objects.order_by("pk").values_list("pk", flat=True).first()
    return found or 1


def wrong_with(after: Facts, *, before: Facts, zone_confirmed: bool = False) -> list[str]:
    """Why these decisions cannot be kept, in sentences; nothing when they can."""
    found = unreadable(after)
    if before.name and not after.name:
        found.append(_("Certificates name who issues them, so the organisation keeps a name. It may be another one."))
    if before.time_zone and after.time_zone != before.time_zone and days_are_promised() and not zone_confirmed:
        found.append(zone_warning(before.time_zone))
    return found


def unreadable(facts: Facts) -> list[str]:
    """What of these decisions says nothing that can be carried out, in sentences."""
    found = colours.wrong_with(facts.accent, facts.accent_dark)
    if facts.time_zone and facts.time_zone not in available_timezones():
        found.append(_("There is no time zone %(name)s. One looks like America/Toronto.") % {"name": facts.time_zone})
    if facts.design and facts.design not in _designs:
        found.append(_("There is no look of certificates called %(name)s.") % {"name": facts.design})
    return found


def zone_warning(zone: str) -> str:
    """What a change of the zone means once days are promised."""
    return _(
        "Days have been promised in the time zone %(zone)s. In another one the printed days stay as they are, but they "
        "begin and end some hours earlier or later, for every certificate and every update that is asked for. Please "
        "confirm that you mean it."
    ) % {"zone": zone}
