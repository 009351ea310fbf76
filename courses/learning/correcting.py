"""Correcting a frozen question: who may, what can be corrected, and that it is recorded with its reason."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from guardian.shortcuts import get_objects_for_user

from accounts.models import User
from courses.authoring.models import CurriculumPage
from courses.contents.correcting import KEYED, Counting
from courses.contents.models import Content
from courses.contents.questions import registry
from courses.learning import correction_preview, tasks
from courses.learning.corrections import book, curricula_asking, pure
from courses.learning.models import Correction
from courses.releases.models.releases import ReleaseItem
from lms import later
from lms.locking import Kind, lock
from lms.refusals import Refusal

LONGEST_REASON = 1000  # characters


def not_approved_by(user: User, question: Content) -> list[CurriculumPage]:
    """The curricula that asked a frozen question and that this person does not approve: they cannot speak for them."""
    own = get_objects_for_user(user, "approve_curriculum", klass=CurriculumPage, accept_global_perms=False)
    return list(curricula_asking(question).exclude(pk__in=own.values("pk")))


def open_to(user: User, hashes: Collection[str]) -> set[str]:
    """Of these frozen questions, those that this person may correct. One query."""
    own = get_objects_for_user(user, "approve_curriculum", klass=CurriculumPage, accept_global_perms=False)
    asked = ReleaseItem.objects.filter(content__in=hashes)
    strange = asked.exclude(release__curriculum__in=own.values("pk")).values_list("content")
    return set(asked.exclude(content__in=strange).values_list("content", flat=True))


def newest_open_to(user: User, key: str) -> str | None:
    """The version of a question that was released last of those that this person may correct. Two queries."""
    items = ReleaseItem.objects.filter(content__kind=Content.Kind.QUESTION, content__key=key)
    released = list(items.order_by("-release__effective_at", "-pk").values_list("content", flat=True))
    may = open_to(user, released) if released else set()
    return next((hash_ for hash_ in released if hash_ in may), None)


def proposed(question: Content, how: str, raw: Sequence[Any]) -> Correction:
    """A correction as it would be, from what a form sent. Raises Refusal for one that corrects nothing, or cannot be."""
    if how not in Correction.How.values:
        raise Refusal(_("Choose how the question is to be corrected."))
    type_ = registry.type_of(question.data)
    answer = list(type_.clean(question.data, raw)) if how in KEYED else []
    correction = Correction(question=question, how=how, answer=answer)
    if how in KEYED:
        _refuse_half_answers(question.data, answer)
    counts = book({question.hash: question.data}).counting().get(question.hash, Counting((question.data,)))
    if how == Correction.How.ACCEPT and counts.earned(answer) == 1:
        raise Refusal(_("This answer earns the whole point already. Give the one that should count, too."))
    if counts.after(pure(correction)) == counts:
        raise Refusal(_("That is what counts already: there is nothing to correct."))
    return correction


def _refuse_half_answers(question: Mapping[str, Any], answer: list[Any]) -> None:
    type_ = registry.type_of(question)
    other = type_.rekeyed(question, answer)
    if not answer or type_.problems(other) or type_.grade(other, answer) != 1:
        raise Refusal(_("Answer the whole question below as it should count, with nothing left open."))


@transaction.atomic
def correct(question: Content, how: str, raw: Sequence[Any], *, reason: str, by: User, at: datetime) -> Correction:
    """Correct a frozen question for everybody who was or will be asked it; results are raised in the background.

    Raises Refusal without a reason, for what corrects nothing, and for somebody who does not approve every curriculum that
    asked it or would raise a result of their own.
    """
    lock(Kind.CURRICULUM, CurriculumPage.objects.filter(pk__in=curricula_asking(question).values("pk")))
    correction = proposed(question, how, raw)
    if not reason.strip():
        raise Refusal(_("Say what was wrong: everybody whose result changes reads it."))
    if len(reason.strip()) > LONGEST_REASON:
        raise Refusal(_("Say it in at most %(count)s characters.") % {"count": LONGEST_REASON})
    if strange := not_approved_by(by, question):
        raise Refusal(who_may([str(one) for one in strange]))
    if correction_preview.raises_own(correction, by):
        raise Refusal(own_result())
    correction.reason, correction.by, correction.at = reason.strip(), by, at
    correction.save()
    later.ask(tasks.apply_correction, correction.pk)
    return correction


def who_may(curricula: Sequence[str]) -> str:
    """Why somebody may not correct a question."""
    words = _(
        "This question was asked in %(curricula)s. Only somebody who approves every curriculum that asked it corrects it."
    )
    return words % {"curricula": ", ".join(curricula)}


def own_result() -> str:
    """Why nobody corrects a question whose correction raises a result of theirs."""
    return _("A result of your own would rise. Ask somebody else who approves the curriculum to correct this question.")
