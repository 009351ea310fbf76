"""What learning does when somebody leaves: one short receiver."""

from datetime import datetime

from django.dispatch import receiver

from accounts.models import User
from accounts.signals import account_left
from courses.learning import notebook


@receiver(account_left)
def forget_notebook(sender: object, user: User, at: datetime, **kwargs: object) -> None:
    """What was for nobody else's eyes is kept for nobody, in the transaction that closes the account."""
    notebook.forget(user)
