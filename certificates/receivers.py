"""What certificates do when courses speaks: one short receiver a signal."""

from datetime import datetime

from django.dispatch import receiver

from certificates import awarding, obligations, tasks
from courses.models import CourseCompletion, Release
from courses.signals import course_completed, release_published
from lms import later


@receiver(course_completed)
def certify(sender, completion: CourseCompletion, at: datetime, **kwargs) -> None:
    """Issue what was earned and clear what was owed, in the transaction of the completion."""
    for certificate in awarding.award(completion, at=at):
        later.ask(tasks.render_pdf, certificate.pk)
    obligations.meet_by(completion, at=at)


@receiver(release_published)
def roll_out(sender, release: Release, at: datetime, **kwargs) -> None:
    """Carry out a release that is in effect at once; the others wait for their hour."""
    if release.effective_at <= at:
        later.ask(tasks.carry_out, release.pk)
