"""Letters about accounts: stored in the request, sent by the worker, so that no mail server decides whether one signs up.

They carry links that work once. So their words lie encrypted, only until the letter has left or its links are too old.
"""

from datetime import datetime

from django.core.mail import EmailMultiAlternatives

from accounts import posting, tasks
from accounts.models import AccountLetter
from lms import later


def post(mail: EmailMultiAlternatives, *, at: datetime) -> AccountLetter:
    """Store a letter and ask for it to be sent; it goes out once, as soon as the mail server takes it."""
    letter = AccountLetter.objects.create(words=posting.lock(mail), created_at=at, next_try_at=at)
    later.ask(tasks.post, letter.pk)
    return letter
