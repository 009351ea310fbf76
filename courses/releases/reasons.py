"""Why a release changed something: what happened to the evidence behind it, in words for whoever learned from it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from courses.releases.models import Release, ReviewTask
from evidence.citing import citation
from evidence.models import EvidenceUpdate, UpdateKind
from lms import dates

_SENTENCES = {
    UpdateKind.CORRECTED: _("A study behind this was corrected on %(day)s."),
    UpdateKind.CONCERN: _("The journal voiced a concern about a study behind this on %(day)s."),
    UpdateKind.RETRACTED: _("A study behind this was retracted on %(day)s."),
    UpdateKind.SUPERSEDED: _("Newer work took the place of a study behind this on %(day)s."),
    UpdateKind.REINSTATED: _("A study behind this was reinstated on %(day)s."),
    UpdateKind.STRENGTHENED: _("A statement behind this was found to be more certain on %(day)s."),
    UpdateKind.WEAKENED: _("A statement behind this was found to be less certain on %(day)s."),
    UpdateKind.WITHDRAWN: _("We withdrew a statement behind this on %(day)s."),
}
_CITED = ("author", "issued", "title", "container_title", "volume", "issue", "page")


@dataclass(frozen=True)
class Reason:
    """One thing that happened to the evidence: to a study, which is cited, or to a statement, which is quoted."""

    sentence: str
    statement: str
    citation: str
    doi: str
    link: str


def behind(releases: Iterable[Release]) -> dict[str, list[Reason]]:
    """What led to the changes that these releases carry: by the lasting key of the lesson or question, each reason once. One
    query.
    """
    tasks = ReviewTask.objects.filter(release__in=list(releases), outcome=ReviewTask.Outcome.CHANGED)
    found: dict[str, list[Reason]] = {}
    for task in tasks.select_related("page", "question", "update__source", "update__claim").order_by(
        "update__happened_on", "pk"
    ):
        if task.update.kind in _SENTENCES and (reason := _reason(task.update)) not in found.get(task.key, []):
            found.setdefault(task.key, []).append(reason)
    return found


def _reason(update: EvidenceUpdate) -> Reason:
    source = update.source
    cited = citation({name: getattr(source, name) for name in _CITED}) if source else ""
    sentence = _SENTENCES[UpdateKind(update.kind)] % {"day": dates.full(update.happened_on)}
    statement = update.claim.statement if update.claim else ""
    return Reason(sentence, statement, cited, (source.doi or "") if source else "", update.link)
