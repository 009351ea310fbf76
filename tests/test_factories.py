"""The tests' own rows hold together."""

import pytest

from tests import factories

pytestmark = pytest.mark.django_db


def test_a_curriculum_can_be_released_taken_and_completed(trainee):
    claim = factories.make_claim("c-one")
    curriculum = factories.make_curriculum("skills", claim=claim)
    release = factories.make_release(curriculum)
    enrolment = factories.enrolled(trainee, curriculum)
    assert str(release) == "SKILLS 1.0.0"
    assert len(factories.items_of(enrolment)) == 6
    assert factories.study(enrolment).completed_at == factories.NOON


def test_a_published_edit_makes_the_next_release(trainee):
    curriculum = factories.make_curriculum("skills")
    factories.make_release(curriculum)
    factories.edit_lesson(factories.lessons_of(curriculum)[0], "One more thing.")
    assert str(factories.make_release(curriculum)) == "SKILLS 2.0.0"


def test_every_role_exists(trainer, trainer2, coordinator, admin, region_tree):
    assert admin.is_superuser
    assert len(region_tree) == 6
