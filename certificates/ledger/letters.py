"""What holders are told about their certificates and trainings."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates.ledger import codes
from certificates.ledger.models import Ruling
from lms import dates, places
from notices.kinds import Kind, Words, declare, letter

declare(
    Kind("certificate", gettext_lazy("Certificates"), gettext_lazy("A certificate was issued to you."), required=True),
    Kind(
        "ruling",
        gettext_lazy("Decisions about your certificate"),
        gettext_lazy("A certificate was suspended, reinstated or revoked."),
        required=True,
    ),
    Kind(
        "region",
        gettext_lazy("Changes of region"),
        gettext_lazy("A change of region was asked for or answered."),
        required=False,
    ),
    Kind(
        "enrolment", gettext_lazy("Enrolments"), gettext_lazy("Somebody enrolled you in a curriculum."), required=False
    ),
)


def _day(iso: str) -> str:
    return dates.full(date.fromisoformat(iso))


@letter("certificate-issued", kind="certificate")
def certificate_issued(*, scheme: str, code: str, valid_until: str, window_opens_on: str) -> Words:
    """To whoever has just earned one."""
    earned = _("You completed everything that %(scheme)s asks for. Your certificate is valid through %(until)s.") % {
        "scheme": scheme,
        "until": _day(valid_until),
    }
    use = _(
        "Anyone you show it to can check it with its code, %(code)s. You can renew it from %(opens)s without losing a "
        "day; we will remind you."
    ) % {"code": codes.shown(code), "opens": _day(window_opens_on)}
    return Words(
        _("Your certificate is ready: %(scheme)s") % {"scheme": scheme},
        f"{earned}\n\n{use}",
        _("See your certificate"),
        places.address("certificate", code),
    )


@letter("certificate-waits", kind="certificate")
def certificate_waits(*, scheme: str, enrolment: int) -> Words:
    """To whoever has earned one and has not said yet which name it prints."""
    body = _(
        "You completed everything that %(scheme)s asks for. Please say which name the certificate is to carry; it is issued "
        "the same minute, and counts from the day you finished."
    ) % {"scheme": scheme}
    return Words(
        _("Your certificate waits for your name: %(scheme)s") % {"scheme": scheme},
        body,
        _("Confirm your name"),
        places.address("name"),
    )


def _ruled(subject: str, body: str, scheme: str, code: str, **more: str) -> Words:
    words = {"scheme": scheme, **more}
    return Words(subject % words, body % words, _("See your certificate"), places.address("certificate", code))


@letter("certificate-suspended", kind="ruling")
def suspended(*, scheme: str, code: str, reason: str) -> Words:
    """To the holder; the reason is said when it is decided."""
    return _ruled(
        _("Your certificate is suspended: %(scheme)s"),
        _(
            "While a concern is being looked into, your certificate %(scheme)s is suspended, and whoever checks it sees "
            "that. This is not a decision about the concern. Please do not facilitate meetings until it is settled. Your "
            "coordinator can tell you what comes next."
        ),
        scheme,
        code,
    )


@letter("certificate-reinstated", kind="ruling")
def reinstated(*, scheme: str, code: str, reason: str) -> Words:
    """To the holder."""
    return _ruled(
        _("Your certificate is in force again: %(scheme)s"),
        _("The suspension of your certificate %(scheme)s has ended. It holds as it did before."),
        scheme,
        code,
    )


@letter("certificate-revoked", kind="ruling")
def revoked(*, scheme: str, code: str, reason: str) -> Words:
    """To the holder, with the reason that was recorded."""
    return _ruled(
        _("Your certificate was revoked: %(scheme)s"),
        _(
            "Your certificate %(scheme)s was revoked, and whoever checks it sees that, with the date. The reason recorded "
            "is: %(reason)s. If you think this is a mistake, please write to your coordinator."
        ),
        scheme,
        code,
        reason=str(Ruling.Reason(reason).label).lower(),
    )


@letter("enrolled", kind="enrolment")
def enrolled(*, by: str, title: str, enrolment: int) -> Words:
    """To somebody whom a coordinator enrolled."""
    body = _(
        "%(person)s enrolled you in %(title)s. You can start whenever it suits you; the training keeps your place."
    ) % {"person": by, "title": title}
    return Words(
        _("You are enrolled in %(title)s") % {"title": title},
        body,
        _("See your training"),
        reverse("learning:training", args=[enrolment]),
    )


@letter("region-asked", kind="region")
def region_asked(*, person: str, person_id: int, left: str, wanted: str) -> Words:
    """To the coordinators of somebody with a certificate."""
    words = {"person": person, "left": left, "wanted": wanted}
    if wanted:
        ask = _("%(person)s would like to move from %(left)s to %(wanted)s.")
        then = _("Whoever answers for %(wanted)s will see the record then, and you may not.")
    else:
        ask = _("%(person)s would like to leave %(left)s and name no region.")
        then = _("No coordinator will see the record then.")
    why = _("%(person)s has a certificate that others rely on, so the change waits for your answer.")
    return Words(
        _("%(person)s asks for a change of region") % words,
        f"{ask % words}\n\n{why % words} {then % words}",
        _("Answer"),
        places.address("person_record", person_id),
    )


def _answered(subject: str, *sentences: str) -> Words:
    return Words(subject, "\n\n".join(filter(None, sentences)), _("See your account"), places.address("settings"))


@letter("region-moved", kind="region")
def region_moved(*, left: str, wanted: str, note: str) -> Words:
    """To whoever asked."""
    if wanted:
        moved = _(
            "Your region is %(wanted)s now. Its coordinator sees your training and certificates, and can help you."
        )
    else:
        moved = _("You name no region now. Your certificates stay as they are.")
    return _answered(_("Your region is changed"), moved % {"wanted": wanted}, note)


@letter("region-kept", kind="region")
def region_kept(*, left: str, wanted: str, note: str) -> Words:
    """To whoever asked."""
    stay = _("Your region stays %(left)s for now. Your coordinator there can tell you more.") % {"left": left}
    return _answered(_("Your region stays as it is"), stay, note)
