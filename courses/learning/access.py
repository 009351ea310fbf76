"""Loading what a person may open, and nothing else: what is not theirs does not exist for them."""

from typing import TypeVar

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts.models import User
from courses.authoring.models import CurriculumPage
from courses.contents.models import Content
from courses.learning import allowances
from courses.learning.models import Attempt, Correction, Enrolment
from courses.releases.access import curricula_of
from lms.compiled import Compiled

_Row = TypeVar("_Row")
# Every page of a training asks for one of these.
_ENROLMENT = Compiled(
    lambda pk, user: Enrolment.objects.filter(pk=pk, user=user).select_related("release"), pk=int, user=int
)
_ATTEMPT = Compiled(
    lambda pk, user: (
        Attempt.objects.filter(pk=pk, enrolment__user=user).select_related("quiz", "enrolment__release").with_results()
    ),
    pk=int,
    user=int,
)


def _found(row: _Row | None) -> _Row:
    if row is None:
        raise Http404(_("There is no such training."))
    return row


def own_enrolment(user: User, enrolment_id: int) -> Enrolment:
    """The person's own enrolment, ended or not, with its release. 404 for anybody else's."""
    return _found(_ENROLMENT.first(pk=enrolment_id, user=user.pk))


def own_attempt(user: User, attempt_id: int) -> Attempt:
    """The person's own attempt with its quiz, enrolment and release. 404 for anybody else's."""
    return _found(_ATTEMPT.first(pk=attempt_id, user=user.pk))


def granted_enrolment(by: User, enrolment_id: int) -> Enrolment:
    """The training of somebody to whom this person may give more attempts. 404 for anybody else's, and their own."""
    trainings = Enrolment.objects.select_related("release", "curriculum", "user__region")
    found = get_object_or_404(trainings, pk=enrolment_id)
    if not allowances.may_grant(by, found):
        raise Http404(_("There is no such training."))
    return found


def released_question(user: User, key: str, hash_: str) -> Content:
    """A frozen question that a curriculum asked which the person authors or approves. 404 for any other."""
    asked = Content.objects.filter(kind=Content.Kind.QUESTION, items__release__curriculum__in=curricula_of(user))
    return get_object_or_404(asked.distinct(), pk=hash_, key=key)


def correction_of(user: User, pk: int) -> Correction:
    """A correction of such a question."""
    found = get_object_or_404(Correction.objects.select_related("question", "by", "applied"), pk=pk)
    released_question(user, found.question.key, found.question_id)
    return found


def public_curriculum(slug: str) -> CurriculumPage:
    """A published curriculum. 404 for one that is being written."""
    found: CurriculumPage | None = CurriculumPage.objects.live().filter(slug=slug).first()
    if found is None:
        raise Http404(_("There is no such curriculum."))
    return found


def is_read_ahead(request: HttpRequest) -> bool:
    """Whether a browser only fetches the page in advance, so that nobody has opened it yet."""
    return request.method == "HEAD" or "prefetch" in request.headers.get("Sec-Purpose", "")
