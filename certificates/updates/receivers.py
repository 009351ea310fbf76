"""What updates do when a course is completed, a certificate issued or ruled about, an account opened again, or a release
goes out: one short receiver a signal.
"""

from collections.abc import Collection
from datetime import datetime

from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone

from accounts.models import User
from certificates.ledger.models import Certificate, Ruling
from certificates.ledger.signals import certificate_issued, certificate_ruled
from certificates.updates import asking, obligations, tasks
from courses.learning.models import CourseCompletion
from courses.learning.signals import course_completed
from courses.releases.models import Release
from courses.releases.signals import release_published
from lms import later


@receiver(course_completed)
def clear(sender: object, completion: CourseCompletion, at: datetime, **kwargs: object) -> None:
    """Clear what was owed, in the transaction of the completion."""
    obligations.meet_by(completion, at=at)


@receiver(certificate_issued)
def ask_of_new(sender: object, certificate: Certificate, at: datetime, **kwargs: object) -> None:
    """Whoever finished on an older release owes what was released since."""
    asking.ask(certificate.period.user, at=at)


@receiver(certificate_ruled)
def ask_after_ruling(sender: object, ruling: Ruling, at: datetime, **kwargs: object) -> None:
    """A certificate that counts again owes what was released while it did not."""
    asking.ask(ruling.certificate.period.user, at=at)


@receiver(post_save, sender=User)
def ask_of_reopened(
    sender: object,
    instance: User,
    created: bool,
    update_fields: Collection[str] | None,
    raw: bool = False,
    **kwargs: object,
) -> None:
    """A closed account that is opened again owes what was released meanwhile."""
    if instance.is_active and not (created or raw) and (update_fields is None or "is_active" in update_fields):
        asking.ask(instance, at=timezone.now())


@receiver(release_published)
def roll_out(sender: object, release: Release, at: datetime, **kwargs: object) -> None:
    """Carry out a release that is in effect at once; the others wait for their hour."""
    if release.effective_at <= at:
        later.ask(tasks.carry_out, release.pk)
