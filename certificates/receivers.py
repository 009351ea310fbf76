"""What certificates do when courses speaks: one short receiver a signal."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.dispatch import receiver

from certificates import awarding, obligations, tasks
from courses.models import CourseCompletion, Release
from courses.signals import course_completed, release_published


@receiver(course_completed)
def certify(sender, completion: CourseCompletion, at: datetime, **kwargs) -> None:
    """Issue what was earned and clear what was owed, in the transaction of the completion."""
    for certificate in awarding.award(completion, at=at):
        # robust: when the broker does not answer, the first download or the nightly sweep renders it
        transaction.on_commit(partial(tasks.render_pdf.delay, certificate.pk), robust=True)
    obligations.meet_by(completion, at=at)


@receiver(release_published)
def roll_out(sender, release: Release, at: datetime, **kwargs) -> None:
    """Carry out a release that is in effect at once; the others wait for their hour."""
    if release.effective_at <= at:
        transaction.on_commit(partial(tasks.carry_out.delay, release.pk), robust=True)
