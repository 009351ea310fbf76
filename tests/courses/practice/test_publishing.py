"""Publishing freezes a rubric; what was frozen never changes."""

import pytest

from courses.contents.models import Content
from courses.practice import publishing, rubrics
from courses.practice.models import Rubric
from lms.refusals import Refusal
from tests import factories, practising
from tests.factories import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def rubric():
    curriculum, *_ = factories.small_world()
    return practising.make_rubric(curriculum)


def test_a_version_is_content_under_the_hash_of_its_words(rubric):
    version = rubric.versions.get()
    content = Content.objects.get(pk=version.content_id)
    assert (content.kind, content.key, version.number) == ("rubric", "a-meeting", 1)
    assert [item["kind"] for item in rubrics.items_of(content.data)] == [
        "check",
        "check",
        "check",
        "scale",
        "count",
        "ratio",
        "never",
    ]
    assert content.data["rules"][0] == {"kind": "share", "least": 2, "of": 3}
    assert content.data["rules"][2] == {"kind": "mean", "least": [5, 2]}


def test_publishing_the_same_words_again_makes_no_version(rubric):
    publishing.freeze(rubric, at=NOON)
    assert rubric.versions.count() == 1


def test_changed_words_are_the_next_version_and_the_first_stays(rubric):
    rubric.title = "Leads a meeting alone"
    rubric.save_revision().publish()
    assert [one.content.data["title"] for one in rubric.versions.order_by("number")] == [
        "Leads a meeting",
        "Leads a meeting alone",
    ]


def test_an_item_keeps_its_key_when_its_words_change(rubric):
    before = [item["key"] for item in rubrics.items_of(rubric.versions.get().content.data)]
    rubric.sections[0].value["items"][0].value["text"] = "Welcomes each person"
    rubric.save_revision().publish()
    newest = Rubric.objects.get(pk=rubric.pk).versions.order_by("-number").first()
    assert [item["key"] for item in rubrics.items_of(newest.content.data)] == before


def test_what_nobody_could_pass_is_not_frozen(rubric):
    rubric.rules = [("share", 4)]
    with pytest.raises(Refusal, match="asks for 4"):
        publishing.freeze(rubric, at=NOON)
    assert rubric.versions.count() == 1
