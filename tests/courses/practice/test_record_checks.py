"""Damage to observations made behind the models' backs is found."""

import pytest

from lms import records
from tests import factories, practising
from tests.kept import kept
from tests.lms.test_records import behind_the_back

pytestmark = pytest.mark.django_db


@kept
def observed():
    curriculum, _release, scheme = factories.small_world()
    practising.asking(curriculum, scheme)
    person = factories.make_user()
    practising.completed(person, curriculum)
    return practising.signed(practising.begun(practising.make_assessor(curriculum), person))


@pytest.mark.parametrize(
    ("name", "statement"),
    [
        ("results of observations are what their marks earn", "UPDATE practice_observation SET marks = '{}'"),
        ("results of observations are what their marks earn", "UPDATE practice_observation SET result = '[]'"),
        (
            "observations are of the person whose training they follow",
            "UPDATE practice_observation SET person_id = (SELECT min(by_id) FROM practice_authorisation)",
        ),
        (
            "published rubrics are frozen",
            "UPDATE practice_rubricversion SET rubric_id = (SELECT max(id) FROM practice_rubric)",
        ),
    ],
)
def test_damage_is_found(observed, name, statement):
    if "rubricversion" in statement:
        practising.make_rubric(observed.rubric.curriculum, "another").versions.all()
        statement = statement.replace(" SET", " SET number = number + id,")
    assert list(records.damages(name)) == []
    with behind_the_back() as cursor:
        cursor.execute(statement)
        found = list(records.damages(name))
    assert found
    assert all(damage.repair for damage in found)
