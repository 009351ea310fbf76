"""Assessors who sign at the same moment: one passes somebody, once."""

from contextlib import suppress

import pytest

from certificates.ledger.models import Certificate
from courses.practice.models import Observation
from lms.refusals import Refusal
from tests import factories, practising
from tests.at_once import at_once, lingering, needs_row_locks

pytestmark = [needs_row_locks, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def test_two_who_pass_somebody_at_once_pass_them_once():
    curriculum, _release, scheme = factories.small_world()
    practising.asking(curriculum, scheme)
    person = factories.make_user()
    practising.completed(person, curriculum)
    both = [practising.make_assessor(curriculum, name=name) for name in ("First One", "Second One")]
    forms = [practising.begun(one, person) for one in both]

    def passes(form: Observation):
        with suppress(Refusal):
            practising.signed(Observation.objects.select_related("assessor", "version__content").get(pk=form.pk))

    at_once(*(lingering(lambda form=form: passes(form)) for form in forms))
    assert Observation.objects.filter(outcome="pass").count() == 1
    assert Certificate.objects.count() == 1
