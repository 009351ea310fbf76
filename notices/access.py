"""Which notices a request may open: one's own."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from accounts.access import PersonRequest
from notices import inbox
from notices.models import Notice


def own_notice(request: PersonRequest, uuid: UUID) -> Notice:
    """The notice, if it was told to the person asking; anybody else's answers like one that does not exist."""
    return get_object_or_404(inbox.notices_of(request.user), uuid=uuid)
