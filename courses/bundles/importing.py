"""From a bundle to published pages: all of it or nothing, and only what differs is written."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from courses.authoring.models import CurriculumIndexPage, CurriculumPage
from courses.bundles import checking, files
from courses.bundles.applying import Applier
from courses.bundles.comparing import Change, Comparison, compare
from courses.bundles.marking import mark
from courses.bundles.matching import Matches, match
from courses.bundles.reading import BundleReader
from courses.bundles.shapes import Bundle, BundleRefused, Place, Problem
from lms.locking import Kind, lock
from lms.refusals import Refusal


@dataclass
class ImportResult:
    """What an import did, or with `check` would do. `curriculum` is None when a check met a new one."""

    curriculum: CurriculumPage | None
    changes: list[Change]
    warnings: list[str] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        return any(change.state != "unchanged" for change in self.changes)

    def counts(self) -> dict[str, Counter[str]]:
        """How many of each kind are new, changed, unchanged, removed."""
        found: dict[str, Counter[str]] = {}
        for change in self.changes:
            found.setdefault(change.kind, Counter())[change.state] += 1
        return found


@dataclass
class Plan:
    """A bundle beside what the site holds. `mark` stays the same as long as neither changes."""

    bundle: Bundle
    catalogue: CurriculumIndexPage
    curriculum: CurriculumPage | None
    matches: Matches
    comparison: Comparison

    @property
    def mark(self) -> str:
        return mark(self.bundle, self.curriculum, self.catalogue.url_path)

    def result(self) -> ImportResult:
        """What importing it would change."""
        warnings = [*checking.warnings(self.bundle), *self.comparison.warnings]
        return ImportResult(self.curriculum, self.comparison.changes, warnings)


Allowed = Callable[[str, CurriculumPage | None], None]


def read(path: Path) -> Bundle:
    """The bundle at `path`, complete and consistent. Raises BundleRefused with every problem found."""
    return read_files(files.load(Path(path)))


def read_files(found: dict[str, bytes]) -> Bundle:
    """The bundle of these files, complete and consistent. Raises BundleRefused with every problem found."""
    reader = BundleReader(found)
    bundle = reader.read()
    problems = [*reader.problems, *checking.problems(bundle, _catalogue().url_path)]
    if problems:
        raise BundleRefused(problems)
    return bundle


def _catalogue() -> CurriculumIndexPage:
    catalogue: CurriculumIndexPage | None = CurriculumIndexPage.objects.first()
    if catalogue is None:
        raise BundleRefused([Problem(Place("curriculum.yaml"), _("This site has no catalogue page to put it under."))])
    return catalogue


def _nobody_minds(slug: str, curriculum: CurriculumPage | None) -> None:
    """Whoever runs a command may import everything."""


def plan(found: dict[str, bytes], *, allowed: Allowed = _nobody_minds) -> Plan:
    """The bundle of these files beside what the site holds, without writing anything.

    `allowed` raises what it likes when this curriculum is not for whoever asks, before anything is said about it. Raises
    BundleRefused with every problem found.
    """
    catalogue = _catalogue()
    slug = BundleReader(found).slug()
    curriculum = CurriculumPage.objects.child_of(catalogue).filter(slug=slug).first()
    allowed(slug, curriculum)
    bundle = read_files(found)
    matches = match(bundle, curriculum)
    if matches.problems:
        raise BundleRefused(matches.problems)
    return Plan(bundle, catalogue, curriculum, matches, compare(bundle, curriculum, matches, catalogue.url_path))


@transaction.atomic
def import_path(path: Path, *, check: bool = False) -> ImportResult:
    """Bring the site's curriculum to what the bundle says, and publish its pages. With `check`, only say what would change.

    Raises BundleRefused with every problem, and then nothing is changed. Importing the same bundle again changes nothing.
    """
    made = plan(files.load(Path(path)))
    return made.result() if check else _apply(made)


@transaction.atomic
def import_shown(found: dict[str, bytes], *, shown: str, by: User, allowed: Allowed) -> ImportResult:
    """As `import_path`, for somebody who was shown what would change: `shown` is the mark of that plan.

    Raises Refusal when the site has changed since, and BundleRefused with every problem.
    """
    lock(Kind.CURRICULUM, CurriculumPage.objects.filter(slug=BundleReader(found).slug()))
    made = plan(found, allowed=allowed)
    if made.mark != shown:
        raise Refusal(
            _("Something was changed on this site since you looked, so nothing was imported. Look again, then import.")
        )
    return _apply(made, by=by)


def _apply(made: Plan, by: User | None = None) -> ImportResult:
    result = made.result()
    if made.comparison.changed:
        applier = Applier(made.bundle, made.catalogue, made.curriculum, made.matches, made.comparison, by=by)
        result.curriculum = applier.apply()
    return result
