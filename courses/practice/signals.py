"""An observation was passed; sent inside the transaction that signed it."""

from django.dispatch import Signal

observation_passed = Signal()  # observation: Observation, at: datetime
