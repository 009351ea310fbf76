"""Loading certificates: a person's own, or those of people they answer for."""

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts.access import person_of
from accounts.models import User
from certificates.ledger import codes
from certificates.ledger.models import Certificate


def _certificates() -> QuerySet[Certificate]:
    return Certificate.objects.select_related("period__user", "period__certification")


def _code(text: str) -> str:
    code = codes.read(text)
    if code is None:
        raise Http404(_("There is no certificate with this code."))
    return code


def own_certificate(user: User, code: str) -> Certificate:
    """A certificate of the person themself."""
    return get_object_or_404(_certificates(), code=_code(code), period__user=user)


def readable_certificate(user: User, code: str) -> Certificate:
    """A certificate of the person themself, or of somebody they coordinate."""
    certificate = get_object_or_404(_certificates(), code=_code(code))
    if certificate.period.user_id != user.pk:
        person_of(user, certificate.period.user_id)
    return certificate


def ruled_certificate(by: User, code: str) -> Certificate:
    """A certificate of somebody whom the coordinator answers for."""
    certificate = get_object_or_404(_certificates(), code=_code(code))
    person_of(by, certificate.period.user_id)
    return certificate
