"""How far a person is on the path to a certificate, and the one thing to do next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from certificates.ledger import lifecycle, observed, renewing
from certificates.ledger.lifecycle import Validity
from certificates.ledger.models import Certificate
from certificates.ledger.paths import Path
from courses.contents.outlines import outline_items
from courses.learning.models import Completion, CourseCompletion, Enrolment
from courses.learning.publicity import Card
from lms import places

_RULED = (Validity.SUSPENDED, Validity.REVOKED)


@dataclass(frozen=True)
class Leg:
    """One curriculum of the path, and how far the person is in it; `state` is a key of lms/statuses.py."""

    stage: Card
    state: str
    rests: bool = False  # done, and the certificate that is held rests on it
    enrolment: Enrolment | None = None
    done: int = 0
    total: int = 0


@dataclass(frozen=True)
class Next:
    """The one thing to do; `posts` when the button changes something, no `url` when there is nothing to press."""

    title: str
    why: str
    label: str = ""
    url: str = ""
    posts: bool = False
    minutes: int = 0


@dataclass(frozen=True)
class Way:
    """A person on a path."""

    legs: tuple[Leg, ...]
    held: Certificate | None
    next: Next
    waits_to_be_observed: bool = False

    @property
    def done(self) -> int:
        return sum(leg.state == "done" for leg in self.legs)


def of(user: User, path: Path, *, at: datetime) -> Way:
    """How far somebody is. A bounded number of queries, however many curricula the path has."""
    day = timezone.localdate(at)
    mine = lifecycle.governing(day).filter(period__user=user, period__certification=path.scheme)
    held = mine.select_related("period").first()
    legs = _legs(user, path, held)
    rests = all(leg.rests for leg in legs)
    if all(leg.state == "done" for leg in legs) and not rests and observed.still_to_come(user, [path.scheme]):
        return Way(legs, held, _be_observed(), waits_to_be_observed=True)
    return Way(legs, held, _next(path, legs, held, day))


def _legs(user: User, path: Path, held: Certificate | None) -> tuple[Leg, ...]:
    """A holder who has not begun the next cycle has done everything; anybody else what no certificate rests on yet."""
    pages = [stage.page for stage in path.stages]
    unused = set(
        CourseCompletion.objects.filter(enrolment__user=user, enrolment__curriculum__in=pages)
        .exclude(enrolment__kind=Enrolment.Kind.UPDATE)
        .exclude(bases__certification=path.scheme)
        .values_list("enrolment__curriculum_id", flat=True)
    )
    found = Enrolment.objects.filter(user=user, curriculum__in=pages, completed_at=None, closed_at=None)
    under_way = {one.curriculum_id: one for one in found.exclude(kind=Enrolment.Kind.UPDATE).select_related("release")}
    rests = held is not None and held.validity != Validity.REVOKED and not unused and not under_way
    done = _done(under_way.values())
    return tuple(
        _under_way(stage, under_way[stage.page], done)
        if stage.page in under_way
        else Leg(stage, "done" if rests or stage.page in unused else "not-started", rests)
        for stage in path.stages
    )


def _under_way(stage: Card, enrolment: Enrolment, done: dict[int, set[str]]) -> Leg:
    wanted = {item["hash"] for item in outline_items(enrolment.release.outline)}
    finished = wanted & done.get(enrolment.pk, set())
    return Leg(stage, "under-way", enrolment=enrolment, done=len(finished), total=len(wanted))


def _done(enrolments: Iterable[Enrolment]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    rows = Completion.objects.filter(enrolment__in=list(enrolments)).values_list("enrolment_id", "content_id")
    for enrolment, content in rows:
        found.setdefault(enrolment, set()).add(content)
    return found


def _next(path: Path, legs: tuple[Leg, ...], held: Certificate | None, day: date) -> Next:
    left = [leg for leg in legs if leg.state != "done"]
    if held is not None and held.validity in _RULED and not any(leg.enrolment for leg in left):
        return _decided(held)
    if not left:
        rests = all(leg.rests for leg in legs)
        return _at_the_end(path, held if rests else None, day)
    going_on = next((leg for leg in left if leg.enrolment is not None), None)
    if going_on is not None and going_on.enrolment is not None:
        return Next(
            going_on.stage.title,
            _("%(done)d of %(total)d lessons and quizzes are done.") % {"done": going_on.done, "total": going_on.total},
            _("Go on"),
            reverse("learning:training", args=[going_on.enrolment.pk]),
        )
    return _begin(path, left[0], held)


def _begin(path: Path, leg: Leg, held: Certificate | None) -> Next:
    stage = leg.stage
    if stage.release is None:
        return Next(
            _("The next part is being prepared"),
            _("%(curriculum)s has no release yet. You can start it as soon as it has.") % {"curriculum": stage.title},
        )
    address = ("learning:enrol", stage.slug) if held is None else ("ledger:renew", path.scheme.slug)
    url = reverse(address[0], args=[address[1]])
    return Next(stage.title, stage.summary, _("Start this training"), url, posts=True, minutes=stage.minutes)


def _be_observed() -> Next:
    return Next(
        _("Somebody has to see you do it"),
        _("Every training is completed. The certificate follows once an assessor has observed you and you passed."),
        _("See whom you can ask"),
        places.address("help"),
    )


def _at_the_end(path: Path, held: Certificate | None, day: date) -> Next:
    if held is None:
        return Next(
            _("You have earned this certificate"),
            _("One thing is left before it is issued. My training says what."),
            _("Go to My training"),
            places.address("my_training"),
        )
    why = lifecycle.sentence(held)
    if renewing.why_not(held, day=day) is None:
        url = reverse("ledger:renew", args=[path.scheme.slug])
        title = _("Earn it again") if held.validity == lifecycle.Validity.EXPIRED else _("Renew your certificate")
        return Next(title, why, renewing.words(held)[0], url, posts=True)
    return Next(
        _("You hold this certificate"), why, _("See your certificate"), places.address("certificate", held.code)
    )


def _decided(held: Certificate) -> Next:
    why = _("The page of the certificate names who answers for your region. They can tell you what comes next.")
    url = places.address("certificate", held.code)
    return Next(lifecycle.fact(held), why, _("See whom you can ask"), url)
