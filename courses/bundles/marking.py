"""A mark of what the site holds where a bundle would write, so that what is imported is what was shown beforehand."""

import hashlib
from typing import Any

from courses.authoring.models import CurriculumPage, Question
from courses.bundles import collecting
from courses.bundles.shapes import Bundle
from courses.bundles.stream import Known
from evidence.models import Claim, Source


def mark(bundle: Bundle, curriculum: CurriculumPage | None, catalogue_path: str) -> str:
    """The same as long as nothing that this bundle would change has been changed, drafts included."""
    seen = [_curriculum(curriculum), _bank(bundle, Known(catalogue_path))]
    return hashlib.sha256(repr(seen).encode()).hexdigest()


def _curriculum(curriculum: CurriculumPage | None) -> list[Any]:
    if curriculum is None:
        return []
    published = collecting.collect(curriculum)
    pages = curriculum.get_descendants(inclusive=True).order_by("path")
    return [
        list(pages.values_list("pk", "path", "slug", "live", "latest_revision", "live_revision")),
        published.slug,
        published.fields,
        published.modules,
        published.questions,
        published.claims,
        published.sources,
        sorted(published.media),
    ]


def _bank(bundle: Bundle, known: Known) -> list[Any]:
    """Sources, claims and questions as they are, which other curricula may use as well."""
    sources = Source.objects.filter(key__in=[one.key for one in bundle.sources]).order_by("key")
    claims = Claim.objects.filter(key__in=[one.key for one in bundle.claims]).order_by("key")
    questions = Question.objects.filter(key__in=[one.key for one in bundle.questions]).order_by("key")
    return [
        [collecting.source_shape(one) for one in sources],
        [collecting.claim_shape(one) for one in claims.prefetch_related("support__source")],
        [
            (one.live, one.latest_revision_id, collecting.question_shape(one, known))
            for one in questions.select_related("corrective").prefetch_related("cites__claim")
        ],
    ]
