"""Loading the updates a person owes."""

from django.shortcuts import get_object_or_404

from accounts.models import User
from certificates.updates.models import Obligation


def own_obligation(user: User, pk: int) -> Obligation:
    """An update that the person owes, or owed."""
    owed = Obligation.objects.select_related("release__curriculum", "certificate__period__user", "fulfilment")
    return get_object_or_404(owed, pk=pk, certificate__period__user=user)
