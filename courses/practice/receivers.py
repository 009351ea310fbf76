"""What practice does when a rubric is published, and when somebody completes a course."""

from datetime import datetime

from django.dispatch import receiver
from django.utils import timezone
from wagtail.signals import published

from courses.learning.models import CourseCompletion
from courses.learning.signals import course_completed
from courses.practice import publishing, telling
from courses.practice.models import Rubric


@receiver(published, sender=Rubric)
def freeze_version(sender: object, instance: Rubric, **kwargs: object) -> None:
    """Freeze what was published, in the request that published it."""
    publishing.freeze(instance, at=timezone.now())


@receiver(course_completed)
def tell_who_waits(sender: object, completion: CourseCompletion, at: datetime, **kwargs: object) -> None:
    """Tell the person and those who may observe them, in the transaction of the completion."""
    telling.begins_to_wait(completion, at=at)
