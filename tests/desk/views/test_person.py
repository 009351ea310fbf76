"""What a coordinator reads on somebody's page about what is still to come."""

import pytest

from tests import factories
from tests.kept import kept

pytestmark = pytest.mark.django_db


@kept
def tess(region_tree):
    """Tess of Toronto, who has completed everything and never said which name to print."""
    curriculum, *_ = factories.small_world()
    person = factories.make_user("tess@example.org", "Tess", region_tree["Toronto"], certificate_name="")
    factories.study(factories.enrolled(person, curriculum))
    return person


def test_a_certificate_that_waits_for_its_name_is_named_with_what_it_waits_for(client, coordinator, tess):
    client.force_login(coordinator)
    page = client.get(f"/desk/people/{tess.pk}/").content.decode()
    assert "Meeting Facilitator: Group Skills</strong> is earned" in page
    assert "as soon as Tess has confirmed which name it prints" in page


def test_nothing_is_said_to_wait_where_nothing_does(client, coordinator, trainee):
    client.force_login(coordinator)
    assert "is earned" not in client.get(f"/desk/people/{trainee.pk}/").content.decode()
