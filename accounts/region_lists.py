"""Regions from a list: one a line, what lies in it indented below it, or the whole way written out as Country > Province."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import Region
from lms.refusals import Refusal

MOST_ROWS = 5000
_LONGEST = 100  # as the model has it
Way = tuple[str, ...]  # from the country down


@dataclass(frozen=True)
class Row:
    """One line that names a region."""

    number: int
    way: Way
    is_new: bool = True

    @property
    def name(self) -> str:
        return self.way[-1]

    @property
    def depth(self) -> int:
        """How far to set it in."""
        return len(self.way) - 1


def read(text: str) -> list[Row]:
    """The regions of a list in its order, each once, marked whether it is new here.

    Raises Refusal with one sentence for each line that cannot be read.
    """
    lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if len(lines) > MOST_ROWS:
        raise Refusal(_("The list has more than %(number)d lines. Please give it in parts.") % {"number": MOST_ROWS})
    problems: list[str] = []
    found: dict[Way, Row] = {}
    known = _known()
    for number, way in _ways(lines, problems):
        for length in range(1, len(way) + 1):
            key = _key(way[:length])
            found.setdefault(key, Row(number, way[:length], is_new=key not in known))
    if problems:
        raise Refusal(*problems)
    return list(found.values())


def _ways(lines: list[tuple[int, str]], problems: list[str]) -> Iterator[tuple[int, Way]]:
    """The way down to each line's region; what is wrong with a line is added to `problems`."""
    above: list[tuple[int, str]] = []  # the indents and names of the lines this one may lie in
    for number, line in lines:
        if ">" in line:
            way, above = tuple(part.strip() for part in line.split(">")), []
        else:
            line = line.expandtabs(4)
            indent = len(line) - len(line.lstrip())
            while above and above[-1][0] >= indent:
                above.pop()
            if indent and not above:
                problems.append(
                    _("Line %(line)d is indented, and no line above it is what it lies in.") % {"line": number}
                )
                continue
            above.append((indent, line.strip()))
            way = tuple(name for _indent, name in above)
        if reason := _wrong_with(way):
            problems.append(_("Line %(line)d: %(reason)s") % {"line": number, "reason": reason})
        else:
            yield number, way


def _wrong_with(way: Way) -> str:
    if not all(way):
        return _("there is no name before or after a “>”.")
    if any(len(name) > _LONGEST for name in way):
        return _("a name is longer than %(number)d characters.") % {"number": _LONGEST}
    if not all(any(letter.isalpha() for letter in name) for name in way):
        return _("a name has no letters.")
    return ""


def _key(way: Way) -> Way:
    """Names that differ in capitals only name the same region."""
    return tuple(name.casefold() for name in way)


def _known() -> Mapping[Way, Region]:
    """Every region by the names from its country down."""
    found: dict[Way, Region] = {}
    by_path: dict[str, Way] = {}
    for region in Region.objects.order_by("path"):
        way = (*by_path.get(region.path[: -Region.steplen], ()), region.name.casefold())
        by_path[region.path] = way
        found[way] = region
    return found


@transaction.atomic
def add(text: str) -> int:
    """Add the regions of a list that are not there yet, and say how many. Nobody's region changes.

    Raises Refusal as `read` does; then nothing is added.
    """
    rows = [row for row in read(text) if row.is_new]
    if not rows:
        return 0
    made: dict[Way, int] = {way: region.pk for way, region in _known().items()}
    slugs = set(Region.objects.values_list("slug", flat=True))
    for row in rows:
        above = made.get(_key(row.way[:-1]))
        new = Region(name=row.name, slug=_free_slug(row.way, slugs))
        add_it = Region.add_root if above is None else Region.objects.get(pk=above).add_child
        made[_key(row.way)] = add_it(instance=new).pk
    return len(rows)


def _free_slug(way: Way, taken: set[str]) -> str:
    """A name in addresses: the region's own, where another has it the larger region's as well, else a number behind."""
    plain = slugify(way[-1])[:40].strip("-") or "region"
    wide = "-".join(part for part in (plain, slugify("-".join(way[-2:-1]))[:8].strip("-")) if part)
    numbered = (f"{plain}-{number}" for number in range(2, len(taken) + 3))
    slug = next(one for one in (plain, wide, *numbered) if one not in taken)
    taken.add(slug)
    return slug
