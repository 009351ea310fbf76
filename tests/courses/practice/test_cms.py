"""Rubrics in the editor: written and published by trainers of the curriculum, kept once somebody may rest on them."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from accounts import roles
from courses.authoring.models import CurriculumPage
from courses.practice.models import Rubric, RubricVersion
from tests import factories, practising

pytestmark = pytest.mark.django_db
ADD = "wagtailsnippets_practice_rubric:add"


def rubric_form(curriculum, *, least=1, **fields):
    item = {"text": "Welcomes everybody", "help": "", "required": "", "may_skip": ""}
    sections = [("section", {"title": "Opening", "items": streamfield([("check", item)])})]
    told = {
        "key": "opening",
        "title": "Opens a meeting",
        "curriculum": curriculum.pk,
        "intro": "",
        "sections": streamfield(sections),
        "rules": streamfield([("share", least)]),
    }
    return nested_form_data({**told, **fields})


@pytest.fixture
def curriculum():
    return factories.make_curriculum("skills", modules=1)


@pytest.fixture
def trainer(client, trainer, curriculum):
    roles.make_trainer(trainer, [curriculum])
    client.force_login(trainer)
    return trainer


def test_a_trainer_writes_a_rubric_and_publishing_freezes_it(client, trainer, curriculum):
    client.post(reverse(ADD), rubric_form(curriculum))
    assert not Rubric.objects.get().live
    assert not RubricVersion.objects.exists()
    edit = reverse("wagtailsnippets_practice_rubric:edit", args=[Rubric.objects.get().pk])
    assert client.get(edit).status_code == 200
    client.post(edit, {**rubric_form(curriculum), "action-publish": "yes"})
    assert Rubric.objects.get().live
    assert RubricVersion.objects.get().content.data["sections"][0]["title"] == "Opening"


def test_what_nobody_could_pass_is_not_saved_and_says_why(client, trainer, curriculum):
    answer = client.post(reverse(ADD), rubric_form(curriculum, least=2))
    assert "asks for 2 answers of yes, and the rubric has 1" in answer.content.decode()
    assert not Rubric.objects.exists()


def test_trainers_of_another_curriculum_cannot_change_it(client, trainer):
    other = factories.make_curriculum("other", modules=1)
    client.post(reverse(ADD), rubric_form(other))
    assert not Rubric.objects.exists()
    rubric = practising.make_rubric(other)
    edit = reverse("wagtailsnippets_practice_rubric:edit", args=[rubric.pk])
    answer = client.post(edit, {**rubric_form(other, key=rubric.key), "action-publish": "yes"})
    assert "other trainers" in answer.content.decode()
    assert Rubric.objects.get().title == "Leads a meeting"


def test_a_frozen_rubric_and_its_curriculum_are_not_deleted(client, admin, curriculum):
    rubric = practising.make_rubric(curriculum)
    client.force_login(admin)
    answer = client.post(reverse("wagtailsnippets_practice_rubric:delete", args=[rubric.pk]))
    assert answer.status_code < 500
    assert Rubric.objects.filter(pk=rubric.pk).exists()
    answer = client.post(reverse("wagtailadmin_pages:delete", args=[curriculum.pk]))
    said = " ".join(str(message) for message in get_messages(answer.wsgi_request))
    assert "1 rubric belongs to it." in said
    assert CurriculumPage.objects.filter(pk=curriculum.pk).exists()


def test_a_region_in_which_somebody_may_observe_is_renamed_and_not_deleted(client, admin, curriculum, region_tree):
    practising.make_assessor(curriculum, region_tree["Ottawa"])
    client.force_login(admin)
    answer = client.post(reverse("regions:delete", args=[region_tree["Ottawa"].pk]))
    said = " ".join(str(message) for message in get_messages(answer.wsgi_request))
    assert "records that are kept name it" in said
