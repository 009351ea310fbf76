"""The editor's first page, while it is not known who issues certificates."""

import pytest
from django.core.cache import cache

from lms import organisation
from tests import factories

pytestmark = pytest.mark.django_db


def first_page(client, person) -> str:
    client.force_login(person)
    return client.get("/cms/").content.decode()


def test_administrators_read_what_is_missing_and_where_to_say_it_and_trainers_whom_it_waits_for(client, admin):
    author, _ = factories.trainers_of(factories.make_curriculum("skills", modules=1, lessons=1, questions=0))
    assert "No certificate is issued yet" not in first_page(client, admin)
    cache.clear()
    organisation.decide({"name": "Northern Groups", "time_zone": "America/Halifax"})
    words = first_page(client, admin)
    assert "Still to be said: who signs." in words
    assert 'href="/set-up/"' in words
    words = first_page(client, author)
    assert "The administrators of this site have still to say who issues and signs certificates." in words
    assert 'href="/set-up/"' not in words
