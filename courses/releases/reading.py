"""Who may fetch a frozen file: whoever learns here, once it has gone out; before that, those who write."""

from datetime import datetime

from django.db.models import Q

from accounts.models import User
from courses.authoring.access import may_author
from courses.contents.models import ContentFile, FrozenFile
from courses.releases.models import Release


def may_fetch(user: User, file: FrozenFile, *, at: datetime) -> bool:
    """Whether this person may fetch this file.

    Images go out in the sizes they are shown in. What was uploaded may carry more than the picture, such as the place
    where it was taken, and stays with those who write.
    """
    if not user.is_authenticated:
        return False
    as_document = Q(file=file, role=ContentFile.Role.DOCUMENT)
    as_image = Q(file__renditions__file=file, role=ContentFile.Role.IMAGE)
    released = Release.objects.effective(at)
    shown = ContentFile.objects.filter(as_document | as_image, content__items__release__in=released)
    return shown.exists() or may_author(user)
