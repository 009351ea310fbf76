"""What happened to an account; each is sent inside the transaction that made the row."""

from django.dispatch import Signal

region_asked = Signal()  # move: RegionMove, at: datetime
region_decided = Signal()  # move: RegionMove, at: datetime
name_confirmed = Signal()  # user: User, at: datetime
account_left = Signal()  # user: User, at: datetime; closed by its person, or anonymised: what was theirs alone goes
