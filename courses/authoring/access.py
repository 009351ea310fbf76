"""Who may see what is uploaded and not released yet."""

from django.contrib.auth.models import AnonymousUser

from accounts.models import User


def may_author(user: User | AnonymousUser) -> bool:
    """Whether the person may open the editor now, where images and documents are shared by all who write."""
    return user.has_perm("wagtailadmin.access_admin")
