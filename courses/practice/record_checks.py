"""What must hold of rubrics and observations."""

from collections.abc import Iterator

from django.db.models import F, Q

from courses.practice import scoring
from courses.practice.models import Observation, Rubric
from lms.records import Damage, check

_RESTORE = "Compare it with a backup. Nothing is changed by itself."


@check("results of observations are what their marks earn")
def strange_observations() -> Iterator[Damage]:
    """Scoring the marks against the frozen rubric gives the rules that are stored, and nobody passed against them."""
    signed = Observation.objects.filter(signed_at__isnull=False).select_related("version__content")
    for one in signed.iterator(chunk_size=500):
        scored = scoring.score(one.data, one.marks)
        stored = [rule.get("holds") for rule in one.result]
        is_against = one.outcome == Observation.Outcome.PASS and not scored.passes
        if is_against or scored.missing or stored != [rule.holds for rule in scored.rules]:
            yield Damage(
                f"practice.observation {one.pk}",
                "its marks earn another result than the one that is stored",
                _RESTORE,
            )


@check("observations are of the person whose training they follow")
def borrowed_observations() -> Iterator[Damage]:
    """The person, the assessor's authorisation, the rubric and its version belong together."""
    strangers = ~Q(person=F("completion__enrolment__user")) | ~Q(assessor=F("authorisation__person"))
    elsewhere = ~Q(rubric=F("version__rubric")) | ~Q(rubric__curriculum=F("completion__enrolment__curriculum"))
    for one in Observation.objects.filter(strangers | elsewhere).only("pk").iterator():
        yield Damage(f"practice.observation {one.pk}", "it joins what does not belong together", _RESTORE)


@check("published rubrics are frozen")
def unfrozen_rubrics() -> Iterator[Damage]:
    """Whatever is published has a version that observations can begin with."""
    for rubric in Rubric.objects.filter(live=True, versions__isnull=True).iterator():
        yield Damage(f"practice.rubric {rubric.pk}", "it is published, and was never frozen", "Publish it again.")
