"""What a person has under way, and the one thing to do next."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from certificates.ledger.models import Certification
from certificates.updates.holdings import Due, Holding
from courses.learning import leading, resuming
from courses.learning.models import Completion, Enrolment
from courses.learning.outlining import Outline, Step, outline_for
from courses.learning.resuming import Begun
from courses.practice.models import Observation
from courses.practice.waiting import Waits
from lms import places
from lms.compiled import Compiled


@dataclass(frozen=True)
class Training:
    """One enrolment under way, with its progress."""

    enrolment: Enrolment
    outline: Outline
    begun: Begun | None = None  # the quiz that comes next, when it is under way

    @property
    def title(self) -> str:
        title: str = self.enrolment.release.outline["title"]
        return title

    @property
    def next_step(self) -> Step | None:
        return self.outline.next_step

    @property
    def has_begun(self) -> bool:
        return bool(self.outline.progress.done or self.enrolment.last_seen)

    @property
    def looks_like(self) -> Hashable:
        """What its card says beyond the person's own address of it."""
        one = self.enrolment
        day = timezone.localdate(one.enrolled_at)
        return one.release_id, one.kind, day, tuple(step.done for step in self.outline.steps)

    @property
    def stones(self) -> list[dict[str, object]]:
        return [
            {"title": part.title, "done": part.progress.done, "total": part.progress.total}
            for part in self.outline.parts
        ]


@dataclass(frozen=True)
class Next:
    """The one next card: what, why, how long, by when; `posts` when the button changes something."""

    eyebrow: str
    title: str
    why: str
    label: str
    url: str
    minutes: int = 0
    fact: str = ""
    due: date | None = None
    tone: str = ""
    posts: bool = False
    advice: str = ""


# Whether practice belongs to a training: it is asked for, or somebody was observed after it.
_PRACTISED = {
    "practised": Exists(Observation.objects.filter(completion__enrolment=OuterRef("pk"), signed_at__isnull=False))
    | Exists(Certification.objects.filter(active=True, rubric__live=True, rubric__curriculum=OuterRef("curriculum")))
}
_TRAININGS = Compiled(
    lambda user: (
        Enrolment.objects.filter(user=user, closed_at__isnull=True)
        .annotate(**_PRACTISED)
        .select_related("release")
        .order_by("-enrolled_at")
    ),
    user=int,
)
_DONE = Compiled(
    lambda user: Completion.objects.filter(
        enrolment__user=user, enrolment__closed_at__isnull=True, enrolment__completed_at__isnull=True
    ).values_list("enrolment_id", "content_id"),
    user=int,
)


def trainings_of(user: User) -> tuple[list[Training], list[Enrolment]]:
    """What is under way, the one touched last on top, and what was completed. Three queries, however many there are."""
    enrolments = _TRAININGS.all(user=user.pk)
    under_way = [enrolment for enrolment in enrolments if enrolment.completed_at is None]
    done: dict[int, set[str]] = {}
    if under_way:
        for enrolment_id, content_hash in _DONE.all(user=user.pk):
            done.setdefault(enrolment_id, set()).add(content_hash)
    outlines = [(one, outline_for(one.release.outline, done.get(one.pk, set()))) for one in under_way]
    begun = resuming.begun((one, outline.next_step) for one, outline in outlines)
    trainings = [Training(one, outline, begun.get(one.pk)) for one, outline in outlines]
    trainings.sort(key=_touched, reverse=True)
    dated = [(one.completed_at, one) for one in enrolments if one.completed_at and one.kind != Enrolment.Kind.UPDATE]
    return trainings, [one for day, one in sorted(dated, key=lambda pair: pair[0], reverse=True)]


def leads_to_certificate(trainings: Sequence[Training]) -> bool:
    """Whether a certificate follows from any of these; one query, none without trainings."""
    return bool(trainings and leading.goals({training.enrolment.curriculum_id for training in trainings}))


def _touched(training: Training) -> datetime:
    return training.enrolment.last_seen_at or training.enrolment.enrolled_at


@dataclass(frozen=True)
class Waiting:
    """The names of certificates that are earned and not issued, and what they wait for: one of the two, or both."""

    names: Sequence[str] = ()
    for_name: bool = False
    for_issuer: bool = False


def practised_in(completed: Sequence[Enrolment]) -> set[int]:
    """The curricula of these trainings to which practice belongs; asks nothing of the database."""
    return {one.curriculum_id for one in completed if getattr(one, "practised", False)}


def observations_of(user: User) -> list[Observation]:
    """What the person was observed doing, the newest on top. One query."""
    signed = Observation.objects.filter(person=user, signed_at__isnull=False).select_related("version__content")
    return list(signed.order_by("-signed_at")[:10])


def next_thing(
    holdings: Sequence[Holding],
    trainings: Sequence[Training],
    waiting: Waiting = Waiting(),
    to_observe: Sequence[Waits] = (),
) -> Next:
    """A certificate that waits for a name, else an update owed, else what is under way, else an observation that is waited for,
    else a renewal, else a decision to ask about, else a certificate that waits for its issuer, else the catalogue.
    """
    if waiting.names and waiting.for_name:
        return _name(waiting)
    if owed := owed_by(holdings):
        advice = next((one.advice for one in holdings if owed[0] in one.obligations), "")
        return replace(_update(owed[0], trainings), advice=advice)
    going_on = [(training, step) for training in trainings if (step := training.next_step)]
    if going_on:
        return _go_on(*going_on[0])
    if to_observe:
        return _be_observed(to_observe[0])
    renewable = [holding for holding in holdings if holding.may_renew]
    if renewable:
        return _renew(renewable[0])
    decided = [holding for holding in holdings if holding.validity in _DECIDED]
    if decided:
        return _ask(decided[0])
    return _wait(waiting) if waiting.names else _look_around(holdings)


def _name(waiting: Waiting) -> Next:
    if waiting.for_issuer:
        why = _(
            "You have earned %(certificate)s. Say which name it is to carry. It is issued once the people who run this site have "
            "said who issues certificates here, and counts from the day you finished."
        )
    else:
        why = _(
            "You have earned %(certificate)s. Say which name it is to carry, and it is issued the same minute. It counts from "
            "the day you finished."
        )
    return Next(
        eyebrow=_("Earned"),
        title=_("Your certificate waits for your name"),
        why=why % {"certificate": waiting.names[0]},
        label=_("Confirm your name"),
        url=places.address("name"),
    )


def _wait(waiting: Waiting) -> Next:
    """Nothing is to be done, and it is said by whom it will be."""
    return Next(
        eyebrow=_("Earned"),
        title=_("Your certificate waits for the people who run this site"),
        why=_(
            "You have earned %(certificate)s. It is issued as soon as they have said who issues and signs certificates here; "
            "every page reminds them. You need not do anything: it counts from the day you finished, and you will be told."
        )
        % {"certificate": waiting.names[0]},
        label=_("See whom you can ask"),
        url=places.address("help"),
    )


def owed_by(holdings: Sequence[Holding]) -> list[Due]:
    """The updates that still mean something, the earliest day first: not those of a revoked certificate."""
    standing = [holding for holding in holdings if holding.validity != "revoked"]
    return sorted((due for holding in standing for due in holding.obligations), key=lambda due: due.due_on)


def _update(due: Due, trainings: Sequence[Training]) -> Next:
    late = due.is_overdue
    begun = [
        (training, step)
        for training in trainings
        if str(training.enrolment.release) == due.release_name and (step := training.next_step)
    ]
    if begun and due.action == "reassess":
        label, url = _("Go on"), _address(*begun[0])
    else:
        label = _("See what changed")
        url = reverse("updates:update", kwargs={"obligation_id": due.pk})
    return Next(
        eyebrow=_("Update overdue") if late else _("Update outstanding"),
        title=_("What you learned in %(curriculum)s has changed") % {"curriculum": due.title},
        why=due.notes,
        label=label,
        url=url,
        minutes=due.minutes,
        due=due.due_on,
        tone="clay" if late else "amber",
    )


def _go_on(training: Training, step: Step) -> Next:
    eyebrow = _("Go on with %(curriculum)s") if training.has_begun else _("Start %(curriculum)s")
    return Next(
        eyebrow=eyebrow % {"curriculum": training.title},
        title=step.title,
        why=step.summary,
        label=_("Go on") if training.has_begun else _("Start"),
        url=_address(training, step),
        minutes=0 if training.begun else step.minutes,
        fact=training.begun.words if training.begun else "",
    )


def _address(training: Training, step: Step) -> str:
    """Where going on leads: into the quiz that is under way, else to the lesson or the quiz."""
    return training.begun.url if training.begun else reverse("learning:item", args=[training.enrolment.pk, step.number])


def _be_observed(waits: Waits) -> Next:
    """Nothing is to be pressed: an assessor finds the person on a list. What the last one wrote leads on."""
    told = {
        "curriculum": waits.completion.enrolment.release.outline["title"],
        "rubric": waits.version.content.data["title"],
    }
    if waits.last is not None:
        return Next(
            eyebrow=_("Observation waiting"),
            title=_("You are to be observed once more: %(rubric)s") % told,
            why=_("Read what the assessor wrote, practise it, and agree on another day with them."),
            label=_("Read the feedback"),
            url=places.address("observation", waits.last.pk),
            tone="amber",
        )
    return Next(
        eyebrow=_("Observation waiting"),
        title=_("Somebody has to see you do it: %(rubric)s") % told,
        why=_(
            "You have completed %(curriculum)s. The certificate follows once an assessor has observed you and you passed. They "
            "see that you wait; your coordinator can tell you whom to meet."
        )
        % told,
        label=_("See whom you can ask"),
        url=places.address("help"),
        tone="amber",
    )


def _renew(holding: Holding) -> Next:
    has_expired = holding.validity == "expired"
    return Next(
        eyebrow=_("Expired") if has_expired else _("Renewal"),
        title=(_("Earn %(certificate)s again") if has_expired else _("Renew %(certificate)s"))
        % {"certificate": holding.scheme_name},
        why=holding.sentence,
        label=holding.renew_words[0],
        url=reverse("ledger:renew", kwargs={"slug": holding.renew_slug}),
        tone="amber" if holding.validity in ("due", "grace") else "clay",
        posts=True,
    )


_DECIDED = ("suspended", "revoked")


def _ask(holding: Holding) -> Next:
    """A decision stands against a certificate: the page of it says whom to ask."""
    name = {"certificate": holding.scheme_name}
    is_suspended = holding.validity == "suspended"
    return Next(
        eyebrow=_("Suspended") if is_suspended else _("Revoked"),
        title=(
            _("Your certificate %(certificate)s is suspended")
            if is_suspended
            else _("Your certificate %(certificate)s was revoked")
        )
        % name,
        why=_("The page of the certificate names who answers for your region. They can tell you what comes next."),
        label=_("See whom you can ask"),
        url=places.address("certificate", holding.code_shown),
        tone="clay",
    )


def _look_around(holdings: Sequence[Holding]) -> Next:
    catalogue = reverse("learning:catalogue")
    if holdings:
        return Next(
            eyebrow=_("Nothing to do"),
            title=_("You are up to date"),
            why=_(
                "We tell you when a date comes near or something you learned changes. "
                "Until then, another curriculum may interest you."
            ),
            label=_("See the curricula"),
            url=catalogue,
        )
    return Next(
        eyebrow=_("Next"),
        title=_("Choose a curriculum"),
        why=_("Each takes a few evenings, at your own pace. You can stop and come back whenever you like."),
        label=_("See the curricula"),
        url=catalogue,
    )
