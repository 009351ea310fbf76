"""Certification schemes in the editor."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from certificates.ledger.models import Certification
from courses.authoring.models import CurriculumPage
from tests import factories, practising


@pytest.fixture
def editor(client, admin):
    client.force_login(admin)
    return client


def said(answer) -> str:
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def scheme_form(curriculum: CurriculumPage, **fields) -> dict:
    defaults = {
        "name": "Group facilitator",
        "slug": "group-facilitator",
        "description": "Can hold a meeting.",
        "curricula": [curriculum.pk],
        "validity_months": 24,
        "window_months": 3,
        "grace_days": 90,
        "may_facilitate_in_grace": "on",
        "date_mode": "expiry",
        "minimum_months": 6,
        "signatory_name": "Noor Lindqvist",
        "signatory_title": "Chair",
        "active": "on",
    }
    return {**defaults, **fields}


def test_an_administrator_makes_a_scheme(editor):
    curriculum = factories.make_curriculum("skills")
    answer = editor.post(reverse("certifications:add"), scheme_form(curriculum))
    assert answer.status_code == 302, answer.context["form"].errors
    assert list(Certification.objects.get().curricula.all()) == [curriculum]


def test_a_window_longer_than_the_validity_is_refused(editor):
    form = scheme_form(factories.make_curriculum("skills"), validity_months=3, window_months=6)
    answer = editor.post(reverse("certifications:add"), form)
    assert answer.status_code == 200
    assert not Certification.objects.exists()


def test_a_curriculum_that_a_scheme_asks_for_is_not_deleted(editor):
    curriculum = factories.make_curriculum("skills")
    editor.post(reverse("certifications:add"), scheme_form(curriculum))
    answer = editor.post(reverse("wagtailadmin_pages:delete", args=[curriculum.pk]))
    assert "the certification Group facilitator asks for it" in said(answer)
    assert CurriculumPage.objects.filter(pk=curriculum.pk).exists()


def test_a_scheme_nobody_holds_may_go(editor):
    editor.post(reverse("certifications:add"), scheme_form(factories.make_curriculum("skills")))
    editor.post(reverse("certifications:delete", args=[Certification.objects.get().pk]))
    assert not Certification.objects.exists()


def test_trainers_do_not_see_schemes(client, trainer):
    client.force_login(trainer)
    assert client.get(reverse("certifications:index")).status_code == 302


def test_a_scheme_asks_for_practice_in_one_of_its_curricula(editor):
    curriculum, other = factories.make_curriculum("skills"), factories.make_curriculum("other")
    rubric = practising.make_rubric(other)
    answer = editor.post(reverse("certifications:add"), scheme_form(curriculum, rubric=rubric.pk))
    assert "belongs to another curriculum" in str(answer.context["form"].errors["rubric"])
    answer = editor.post(reverse("certifications:add"), scheme_form(other, rubric=rubric.pk))
    assert answer.status_code == 302
    assert Certification.objects.get().rubric == rubric
