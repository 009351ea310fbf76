"""What practice does when a rubric is published: one short receiver."""

from django.dispatch import receiver
from django.utils import timezone
from wagtail.signals import published

from courses.practice import publishing
from courses.practice.models import Rubric


@receiver(published, sender=Rubric)
def freeze_version(sender: object, instance: Rubric, **kwargs: object) -> None:
    """Freeze what was published, in the request that published it."""
    publishing.freeze(instance, at=timezone.now())
