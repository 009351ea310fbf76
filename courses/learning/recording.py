"""Recording the same lessons for many people at once, as after an evening in which a group read them together."""

from collections.abc import Collection, Iterable
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.db.models import Count

from accounts.models import User
from courses.contents.outlines import outline_items
from courses.learning import completion
from courses.learning.models import Completion, Enrolment
from lms.locking import Kind, lock

_BATCH = 500  # enrolments a transaction


def record_many(enrolments: Iterable[Enrolment], hashes: Collection[str], *, at: datetime) -> int:
    """Mark these lessons as done in each enrolment, as far as they belong to its release; returns how many were new.

    The same promises as for one: quizzes are left out, ended trainings are left alone, doing it twice changes nothing,
    and whoever thereby finishes the course completes it in the same transaction. A bounded number of queries a batch,
    and a few more for each person who finishes.
    """
    pks = iter([enrolment.pk for enrolment in sorted(enrolments, key=lambda one: (one.user_id, one.pk))])
    recorded = 0
    while batch := list(islice(pks, _BATCH)):
        recorded += _record_batch(batch, set(hashes), at)
    return recorded


@transaction.atomic
def _record_batch(pks: list[int], hashes: set[str], at: datetime) -> int:
    lock(Kind.USER, User.objects.filter(pk__in=Enrolment.objects.filter(pk__in=pks).values("user")))
    under_way = Enrolment.objects.filter(pk__in=pks, completed_at__isnull=True, closed_at__isnull=True)
    enrolments = lock(Kind.ENROLMENT, under_way.select_related("release"))
    done = set(Completion.objects.filter(enrolment__in=enrolments).values_list("enrolment", "content"))
    fresh = [
        Completion(enrolment=enrolment, content_id=item["hash"], completed_at=at)
        for enrolment in enrolments
        for item in outline_items(enrolment.release.outline)
        if item["kind"] == "lesson" and item["hash"] in hashes and (enrolment.pk, item["hash"]) not in done
    ]
    Completion.objects.bulk_create(fresh, batch_size=1000)
    for enrolment in _finished(enrolments):
        completion.complete_course_if_done(enrolment, at=at)
    return len(fresh)


def _finished(enrolments: list[Enrolment]) -> list[Enrolment]:
    """Those with as many completions as their release has items; the rule for one person then looks closely."""
    wanted = {enrolment.pk: len(outline_items(enrolment.release.outline)) for enrolment in enrolments}
    counted = Enrolment.objects.filter(pk__in=wanted).annotate(done=Count("completions")).values_list("pk", "done")
    enough = {pk for pk, done in counted if done >= wanted[pk]}
    return [enrolment for enrolment in enrolments if enrolment.pk in enough]
