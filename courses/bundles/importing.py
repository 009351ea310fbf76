"""From a bundle to published pages: all of it or nothing, and only what differs is written."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from courses.authoring.models import CurriculumIndexPage, CurriculumPage
from courses.bundles import checking, files
from courses.bundles.applying import Applier
from courses.bundles.comparing import Change, compare
from courses.bundles.matching import match
from courses.bundles.reading import BundleReader
from courses.bundles.shapes import Bundle, BundleRefused, Place, Problem


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


def read(path: Path) -> Bundle:
    """The bundle at `path`, complete and consistent. Raises BundleRefused with every problem found."""
    reader = BundleReader(files.load(Path(path)))
    bundle = reader.read()
    found = [*reader.problems, *checking.problems(bundle, _catalogue().url_path)]
    if found:
        raise BundleRefused(found)
    return bundle


def _catalogue() -> CurriculumIndexPage:
    catalogue: CurriculumIndexPage | None = CurriculumIndexPage.objects.first()
    if catalogue is None:
        raise BundleRefused([Problem(Place("curriculum.yaml"), "This site has no catalogue page to put it under.")])
    return catalogue


@transaction.atomic
def import_path(path: Path, *, check: bool = False) -> ImportResult:
    """Bring the site's curriculum to what the bundle says, and publish its pages. With `check`, only say what would change.

    Raises BundleRefused with every problem, and then nothing is changed. Importing the same bundle again changes nothing.
    """
    bundle = read(path)
    catalogue = _catalogue()
    curriculum = CurriculumPage.objects.child_of(catalogue).filter(slug=bundle.slug).first()
    matches = match(bundle, curriculum)
    if matches.problems:
        raise BundleRefused(matches.problems)
    comparison = compare(bundle, curriculum, matches, catalogue.url_path)
    if not check and comparison.changed:
        curriculum = Applier(bundle, catalogue, curriculum, matches, comparison).apply()
    return ImportResult(curriculum, comparison.changes, [*checking.warnings(bundle), *comparison.warnings])
