"""Who may observe whom: authorisations with a last day, given by trainers of the curriculum and by administrators."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import access_log, roles
from accounts.models import Region, User
from courses.authoring.models import CurriculumPage
from courses.practice.models import Authorisation, Withdrawal
from lms import dates
from lms.locking import Kind, lock_one
from lms.refusals import Refusal
from notices import outbox

LONGEST = timedelta(days=3 * 366)


def curricula_of(by: User) -> QuerySet[CurriculumPage]:
    """The curricula for which a person says who may observe: those they author, or all of them."""
    found: QuerySet[CurriculumPage] = CurriculumPage.objects.order_by("title")
    if roles.is_administrator(by):
        return found
    return found.filter(pk__in=roles.granted(by, "author_curriculum") if roles.is_trainer(by) else set())


def standing(day: date) -> QuerySet[Authorisation]:
    """The authorisations that hold on a day."""
    return Authorisation.objects.filter(valid_through__gte=day, withdrawal__isnull=True)


def of_person(person: User, day: date) -> QuerySet[Authorisation]:
    """What a person may observe on a day."""
    rows = standing(day).filter(person=person) if not person.roles_rest else Authorisation.objects.none()
    return rows.select_related("curriculum", "region").order_by("curriculum__title", "pk")


def reach(authorisation: Authorisation) -> Q:
    """Which people it covers: those of its region and below, everybody where none is named; never the assessor."""
    somebody_else = ~Q(pk=authorisation.person_id)
    region = authorisation.region
    return somebody_else & Q(region__path__startswith=region.path) if region else somebody_else


@transaction.atomic
def authorise(
    person: User, curriculum: CurriculumPage, *, region: Region | None, through: date, by: User, at: datetime
) -> Authorisation:
    """Let a person observe people of a curriculum through a day, and tell them; what they had for it before ends. Raises Refusal.

    Nobody authorises themself.
    """
    day = timezone.localdate(at)
    if not curricula_of(by).filter(pk=curriculum.pk).exists():
        raise Refusal(_("Trainers of a curriculum and administrators say who may observe in it."))
    if person.pk == by.pk:
        raise Refusal(_("Nobody lets themself observe. Ask another trainer or an administrator."))
    if not person.is_active:
        raise Refusal(_("This account is closed."))
    if not day <= through <= day + LONGEST:
        raise Refusal(_("Choose a last day from today to three years from now."))
    person = lock_one(Kind.USER, User.objects.filter(pk=person.pk))
    for before in standing(day).filter(person=person, curriculum=curriculum):
        Withdrawal.objects.create(authorisation=before, by=by, at=at)
    given = Authorisation.objects.create(
        person=person, curriculum=curriculum, region=region, valid_through=through, by=by, at=at
    )
    roles.make_assessor(person)
    access_log.record(viewer=by, subject=person, action="authorise", detail=curriculum.title, at=at)
    facts = {"by": str(by), "curriculum": curriculum.title, "through": through.isoformat()}
    outbox.tell(person, "may-observe", facts=facts, dedupe_key=f"may-observe:{given.pk}", at=at)
    return given


@transaction.atomic
def withdraw(authorisation: Authorisation, *, by: User, at: datetime) -> None:
    """End an authorisation today. What was signed stays; what is under way cannot be signed any more. Raises Refusal."""
    if not curricula_of(by).filter(pk=authorisation.curriculum_id).exists():
        raise Refusal(_("Trainers of a curriculum and administrators say who may observe in it."))
    person = lock_one(Kind.USER, User.objects.filter(pk=authorisation.person_id))
    if Withdrawal.objects.filter(authorisation=authorisation).exists():
        return
    Withdrawal.objects.create(authorisation=authorisation, by=by, at=at)
    if not of_person(person, timezone.localdate(at)).exists():
        roles.withdraw_assessor(person)
    access_log.record(viewer=by, subject=person, action="authorise_end", detail=authorisation.curriculum.title, at=at)


def words_of(authorisation: Authorisation) -> str:
    """Where and how long, in a sentence."""
    through = dates.full(authorisation.valid_through)
    if authorisation.region is None:
        return _("everywhere, through %(day)s") % {"day": through}
    return _("%(region)s and below, through %(day)s") % {"region": authorisation.region.name, "day": through}
