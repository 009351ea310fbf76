"""What the ground tells the rooms above."""

from django.dispatch import Signal

organisation_decided = Signal()  # facts: lms.organisation.Facts; inside the transaction of the decision
