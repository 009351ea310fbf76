"""What updates do when somebody completes a course or a release goes out: one short receiver a signal."""

from datetime import datetime

from django.dispatch import receiver

from certificates.updates import obligations, tasks
from courses.learning.models import CourseCompletion
from courses.learning.signals import course_completed
from courses.releases.models import Release
from courses.releases.signals import release_published
from lms import later


@receiver(course_completed)
def clear(sender, completion: CourseCompletion, at: datetime, **kwargs) -> None:
    """Clear what was owed, in the transaction of the completion."""
    obligations.meet_by(completion, at=at)


@receiver(release_published)
def roll_out(sender, release: Release, at: datetime, **kwargs) -> None:
    """Carry out a release that is in effect at once; the others wait for their hour."""
    if release.effective_at <= at:
        later.ask(tasks.carry_out, release.pk)
