"""What is measured in process: the certificate's PDF, and recording for many people at once."""

import statistics
import time
from dataclasses import dataclass
from io import BytesIO

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from bench.counting import Queries, split


@dataclass(frozen=True)
class Pdf:
    """Milliseconds of CPU after warming up, size in bytes, and whether it is tagged."""

    ms: float
    size: int
    tagged: bool


def pdf() -> Pdf:
    from certificates.ledger.models import Certificate
    from certificates.proof import pdf as rule

    certificate = Certificate.objects.first()
    data = rule.render(certificate)
    times = []
    for _ in range(15):
        start = time.process_time()
        rule.render(certificate)
        times.append((time.process_time() - start) * 1000)
    catalogue = PdfReader(BytesIO(data)).trailer["/Root"]
    return Pdf(statistics.median(times), len(data), "/StructTreeRoot" in catalogue)


@dataclass(frozen=True)
class Bulk:
    """Seconds and queries for so many completions."""

    people: int
    rows: int
    seconds: float
    queries: Queries


def bulk(people: int = 200, lessons: int = 11) -> Bulk:
    from accounts.models import User
    from courses.authoring.models import CurriculumPage
    from courses.contents.outlines import outline_items
    from courses.learning import enrolling, recording

    at = timezone.now()
    curriculum = CurriculumPage.objects.get(slug="rebt")
    crowd = User.objects.bulk_create(
        [User(email=f"bulk{number}@example.org", display_name="Bulk") for number in range(people)]
    )
    enrolments = [enrolling.enrol(person, curriculum, by=person, at=at) for person in crowd]
    items = outline_items(enrolments[0].release.outline)
    hashes = {item["hash"] for item in [item for item in items if item["kind"] == "lesson"][:lessons]}
    with transaction.atomic():  # counted first, and undone
        with CaptureQueriesContext(connection) as seen:
            recording.record_many(enrolments, hashes, at=at)
        transaction.set_rollback(True)
    start = time.perf_counter()
    rows = recording.record_many(enrolments, hashes, at=at)
    return Bulk(people, rows, time.perf_counter() - start, split(seen))
