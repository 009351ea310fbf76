"""Publishing and expiring what was scheduled: each page and question once, however many workers look.

Wagtail's own command does the same for one worker. Of several at once, each writes what it found into the history again,
and a slow one puts scheduled words back over newer ones.
"""

from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models, transaction
from wagtail.models import DraftStateMixin, Page, Revision


def _scheduled() -> list[type[models.Model]]:
    """Pages, and everything else that has drafts."""
    drafted = (m for m in apps.get_models() if issubclass(m, DraftStateMixin) and not issubclass(m, Page))
    return [Page, *drafted]


def publish_due(*, at: datetime) -> int:
    """Expire and publish everything whose time has come, in the order of those times; returns how many that were."""
    expired = [
        _expire(model, pk, at)
        for model in _scheduled()
        for pk in _keys(model._default_manager.filter(live=True, expire_at__lt=at).order_by("expire_at"))
    ]
    due = Revision.objects.filter(approved_go_live_at__lt=at).order_by("approved_go_live_at")
    return sum(expired) + sum([_publish(pk, at) for pk in _keys(due)])


def _keys(rows: models.QuerySet[Any]) -> list[int]:
    return list(rows.values_list("pk", flat=True))


@transaction.atomic
def _expire(model: type[models.Model], pk: int, at: datetime) -> bool:
    found: Any = (
        model._default_manager.select_for_update(of=("self",)).filter(pk=pk, live=True, expire_at__lt=at).first()
    )
    if found is None:  # somebody else was quicker
        return False
    found.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return True


@transaction.atomic
def _publish(pk: int, at: datetime) -> bool:
    found = Revision.objects.select_for_update(of=("self",)).filter(pk=pk, approved_go_live_at__lt=at).first()
    if found is None:  # somebody else was quicker, or newer words were published meanwhile
        return False
    found.publish(log_action="wagtail.publish.scheduled")
    return True
