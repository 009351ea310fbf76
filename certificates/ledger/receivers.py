"""What the ledger does when somebody completes a course."""

from datetime import datetime

from django.dispatch import receiver

from certificates.ledger import awarding
from courses.learning.models import CourseCompletion
from courses.learning.signals import course_completed


@receiver(course_completed)
def certify(sender: object, completion: CourseCompletion, at: datetime, **kwargs: object) -> None:
    """Issue what was earned, in the transaction of the completion."""
    awarding.award(completion, at=at)
