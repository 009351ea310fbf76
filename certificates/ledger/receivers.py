"""What the ledger does when somebody completes a course, and when it becomes known who issues, or to whom."""

from datetime import datetime

from django.dispatch import receiver

from accounts.models import User
from accounts.signals import name_confirmed
from certificates.ledger import awarding, tasks
from courses.learning.models import CourseCompletion
from courses.learning.signals import course_completed
from courses.practice.models import Observation
from courses.practice.signals import observation_passed
from lms import later, organisation
from lms.signals import organisation_decided
from notices import inbox


@receiver(course_completed)
def certify(sender: object, completion: CourseCompletion, at: datetime, **kwargs: object) -> None:
    """Issue what was earned, in the transaction of the completion."""
    awarding.award(completion, at=at)


@receiver(observation_passed)
def certify_observed(sender: object, observation: Observation, at: datetime, **kwargs: object) -> None:
    """Issue what was earned, in the transaction in which the observation was signed."""
    awarding.award(observation.completion, at=at)


@receiver(name_confirmed)
def issue_what_waited_for_a_name(sender: object, user: User, at: datetime, **kwargs: object) -> None:
    """Issue it in the transaction in which the person said what it prints; what asked them for it is done."""
    for notice in inbox.notices_of(user).filter(letter="certificate-waits", read_at=None):
        inbox.read(notice, at=at)
    awarding.award_waiting(user, at=at)


@receiver(organisation_decided)
def issue_what_waited(sender: object, facts: organisation.Facts, **kwargs: object) -> None:
    """Ask for what waited once the decision is committed; the sweep finds it otherwise."""
    if facts.is_decided:
        later.ask(tasks.award_waiting)
