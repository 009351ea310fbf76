"""Suspending, reinstating and revoking a certificate. Each is a row; the latest one governs, and a revocation is final."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import access_log, roles
from accounts.models import User
from certificates.ledger.models import Certificate, Ruling
from certificates.ledger.signals import certificate_ruled
from lms.locking import Kind, lock_one
from lms.refusals import Refusal
from notices import outbox

Action = Ruling.Action

# What a coordinator may give as the reason of each action.
REASONS: dict[str, list[str]] = {
    Action.SUSPEND: [Ruling.Reason.CONCERN],
    Action.REINSTATE: [Ruling.Reason.RESOLVED, Ruling.Reason.ISSUED_IN_ERROR],
    Action.REVOKE: [Ruling.Reason.NO_LONGER_VALID, Ruling.Reason.ISSUED_IN_ERROR, Ruling.Reason.WITHDRAWN_BY_HOLDER],
}

_LETTERS: dict[str, str] = {
    Action.SUSPEND: "certificate-suspended",
    Action.REINSTATE: "certificate-reinstated",
    Action.REVOKE: "certificate-revoked",
}


def latest(certificate: Certificate) -> Ruling | None:
    """The ruling that governs a certificate now."""
    return certificate.rulings.order_by("-at", "-pk").first()


def why_not(certificate: Certificate, action: str, *, by: User) -> str | None:
    """The reason why this person cannot rule so on this certificate, or None."""
    if not roles.people_of(by).filter(pk=certificate.period.user_id).exists():
        return _("This person is not in a region that you coordinate.")
    if certificate.period.user_id == by.pk:
        return _("Somebody else decides about your own certificate.")
    governing = latest(certificate)
    state = governing.action if governing else Action.REINSTATE
    if state == Action.REVOKE:
        return _(
            "This certificate has been revoked, and a revocation is final. A new training earns a new certificate."
        )
    if action == Action.REINSTATE and state != Action.SUSPEND:
        return _("This certificate is not suspended.")
    if action == Action.SUSPEND and state == Action.SUSPEND:
        return _("This certificate is suspended already.")
    return None


def suspend(certificate: Certificate, *, reason: str, note: str = "", by: User, at: datetime) -> Ruling:
    """Suspend a certificate until it is reinstated or revoked. Raises Refusal."""
    return _rule(certificate, Action.SUSPEND, reason, note, by, at)


def reinstate(certificate: Certificate, *, reason: str, note: str = "", by: User, at: datetime) -> Ruling:
    """End a suspension: the certificate holds as its days say. Raises Refusal."""
    return _rule(certificate, Action.REINSTATE, reason, note, by, at)


def revoke(certificate: Certificate, *, reason: str, note: str = "", by: User, at: datetime) -> Ruling:
    """Revoke a certificate for good. Raises Refusal."""
    return _rule(certificate, Action.REVOKE, reason, note, by, at)


ACTS: dict[str, Callable[..., Ruling]] = {Action.SUSPEND: suspend, Action.REINSTATE: reinstate, Action.REVOKE: revoke}


@transaction.atomic
def _rule(certificate: Certificate, action: str, reason: str, note: str, by: User, at: datetime) -> Ruling:
    lock_one(Kind.USER, User.objects.filter(periods__certificate=certificate.pk))
    certificate = Certificate.objects.select_related("period__user", "period__certification").get(pk=certificate.pk)
    if refused := why_not(certificate, action, by=by):
        raise Refusal(refused)
    if reason not in REASONS[action]:
        raise Refusal(_("Choose a reason from the list."))
    ruling = Ruling.objects.create(
        certificate=certificate, action=action, reason=reason, note=note.strip(), by=by, at=at
    )
    facts = {"scheme": certificate.facts["scheme"], "code": certificate.code, "reason": reason}
    outbox.tell(certificate.period.user, _LETTERS[action], facts=facts, dedupe_key=f"ruling:{ruling.pk}", at=at)
    access_log.record(viewer=by, subject=certificate.period.user, action=action, at=at)
    certificate_ruled.send(sender=Ruling, ruling=ruling, at=at)
    return ruling
