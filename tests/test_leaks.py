"""Every address of the site as every role and as a stranger: nobody reads a person, an answer or a key that is not theirs.

The walk finds the addresses in the URL patterns and fills their places with everything that belongs to somebody else,
so a new address is looked at on the day it is added.
"""

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pytest
from django.apps import apps
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from wagtail.models import Page
from wagtail.rich_text import RichText

from accounts import roles
from accounts.models import User
from certificates.ledger.models import Certificate
from courses.authoring.models import CurriculumPage, LessonPage, ModulePage
from courses.contents.models import Content
from courses.learning import attempts
from courses.learning.models import Enrolment
from courses.releases.models import Release
from notices.models import Notice
from tests import factories, plain
from tests.addresses import patterns
from tests.factories import NOON

# a walk goes everywhere and looks closely at little; it is the same on any database
pytestmark = [pytest.mark.django_db, pytest.mark.no_cover, pytest.mark.walk]

EMAIL, CALLED, NAME = "zephyrine@example.org", "Zéphyrine", "Solange Quenneville-Marchetti"
TAUGHT = "Words that only her curriculum says."
DRAFTED = "Words that nobody has released."
PLANNED = "A lesson that is only planned"
RATIONALE = "Why option"  # how factories begin what explains each option after an attempt
LIBRARIES = ("/cms/", "/account/", "/documents/", "/_util/")


@dataclass
class World:
    """Zéphyrine of Montréal with a certificate, an attempt under way and notices; and a curriculum only she takes."""

    her: User
    certificate: Certificate
    curriculum: CurriculumPage  # everybody's, with its trainer Maren
    hidden: CurriculumPage  # hers alone: not in the catalogue, of another trainer


@pytest.fixture
def world(region_tree) -> World:
    curriculum, _release, _scheme = factories.small_world()
    hidden = _hidden_curriculum()
    for number in range(3):  # so that keys of different tables rarely meet
        factories.make_user(f"filler{number}@example.org", "Filler")
    her = factories.make_user(EMAIL, NAME, region_tree["Montréal"], certificate_name=NAME)
    her.display_name = CALLED
    her.save()
    certificate = factories.certified(her, curriculum)
    under_way = factories.enrolled(her, hidden)
    factories.study(under_way, items=1)
    quiz = Content.objects.get(hash=factories.items_of(under_way, "quiz")[0]["hash"])
    attempts.start(under_way, quiz, at=NOON)
    plain.tell(her, kind="ruling", dedupe_key="r", subject=f"For {CALLED}", body=TAUGHT, at=NOON)
    return World(her, certificate, curriculum, hidden)


def _hidden_curriculum() -> CurriculumPage:
    hidden = factories.make_curriculum("montreal", modules=1, lessons=1, questions=2)
    module = ModulePage.objects.child_of(hidden).get()
    lesson = LessonPage.objects.child_of(module).get()
    lesson.body.append(("text", RichText(f"<p>{TAUGHT}</p>")))
    lesson.save_revision().publish()
    release = factories.make_release(CurriculumPage.objects.get(pk=hidden.pk))
    factories.make_scheme(hidden, slug="montreal")
    drafted = LessonPage.objects.get(pk=lesson.pk)
    drafted.body.append(("text", RichText(f"<p>{DRAFTED}</p>")))
    drafted.save_revision()
    factories.make_lesson(ModulePage.objects.get(pk=module.pk), PLANNED, slug="planned", live=False)
    for user in (release.author, release.approved_by):
        roles.withdraw_trainer(user, hidden)
    hidden.refresh_from_db()
    hidden.unpublish()
    return hidden


def keys_of(world: World) -> list[object]:
    """What would name her and hers in an address: keys, codes, slugs and numbers of all her records."""
    found: dict[object, None] = {world.her.pk: None, world.certificate.code: None}
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.related_model is User:
                found.update(
                    dict.fromkeys(
                        model._base_manager.filter(**{field.name: world.her}).values_list("pk", flat=True)[:3]
                    )
                )
    for enrolment in world.her.enrolments.all():
        found.update(dict.fromkeys(enrolment.attempts.values_list("pk", flat=True)))
    found.update(dict.fromkeys(Certificate.objects.filter(period__user=world.her).values_list("pk", flat=True)))
    found.update(dict.fromkeys(Notice.objects.filter(recipient=world.her).values_list("uuid", flat=True)))
    pages = Page.objects.descendant_of(world.hidden, inclusive=True)
    found.update(dict.fromkeys(pages.values_list("pk", flat=True)))
    found.update(dict.fromkeys(pages.values_list("latest_revision", flat=True)))
    found.update(dict.fromkeys(Release.objects.filter(curriculum=world.hidden).values_list("pk", flat=True)))
    found.update(dict.fromkeys(["montreal", "1.0.0", "suspend", "curricula/"]))
    return [key for key in found if key is not None]


def answers(client: Client, world: World, *, libraries: int = 2) -> Iterator[tuple[str, str, str]]:
    """Method, address and text of every answer, each asked for in a transaction that is taken back.

    `libraries`: in how many ways the places of addresses that are not ours are filled.
    """
    client.raise_request_exception = False
    keys = keys_of(world)
    for pattern in patterns():
        ours = not any(("/" + form).startswith(LIBRARIES) for form, _places in pattern.forms)
        found = pattern.paths(keys, at_most=100 if ours else libraries, further=3)
        for method, path in itertools.product(["get", "post"] if ours else ["get"], found):
            with transaction.atomic():
                text = text_of(getattr(client, method)(path))
                transaction.set_rollback(True)
            yield method, path, text


def text_of(answer: HttpResponse) -> str:
    """Head and body of an answer; of a file that is fetched, that it is one."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    kept = "%PDF" if body.startswith(b"%PDF") else body.decode(errors="replace")
    return f"{answer.get('Location', '')}\n{answer.get('Content-Disposition', '')}\n{kept}"


def leaks(answers: Iterable[tuple[str, str, str]], world: World, secrets: set[str]) -> list[tuple[str, str, str]]:
    """Where one of the secrets stands in an answer. Whoever has a certificate's code may check it: name and status."""
    found = []
    for method, path, text in answers:
        public = {NAME} if path.startswith("/verify/") and world.certificate.code in path else set()
        found += [(method, path, secret) for secret in secrets - public if secret in text]
    return found


HERS = {EMAIL, CALLED, NAME, "%PDF"}
KEYS = {RATIONALE, '"correct"'}


def somebody(name: str, world: World, region_tree) -> Client:
    """Logged in, and with nothing to do with her."""
    client = Client()
    if name == "stranger":
        return client
    user = factories.make_user(f"{name}@example.org", "Robin Ashgrove", region_tree["Toronto"])
    if "coordinator" in name:
        roles.make_coordinator(user, region_tree["Ontario"])
    if "trainer" in name:
        roles.make_trainer(user, [world.curriculum])
    client.force_login(user)
    return client


@pytest.mark.parametrize("name", ["stranger", "trainee", "coordinator"])
def test_nobody_reads_a_person_of_another_region_nor_a_key(name, world, region_tree):
    """Neither who she is, nor what she answered, nor how far she has come, nor what only she is taught; nor answers' keys."""
    found = answers(somebody(name, world, region_tree), world)
    assert leaks(found, world, {*HERS, *KEYS, TAUGHT, DRAFTED, PLANNED}) == []


def test_a_trainer_reads_no_person_and_no_draft_of_another_curriculum(world, region_tree):
    """Not even one who also coordinates elsewhere. (Keys are their trade: the bank is shared among trainers.)"""
    found = answers(somebody("trainer-and-coordinator", world, region_tree), world, libraries=8)
    assert leaks(found, world, {*HERS, TAUGHT, DRAFTED, PLANNED}) == []


def test_the_walk_looks_where_she_is_to_be_found(world, region_tree):
    """Her own coordinator meets her on the same walk."""
    coordinator = factories.make_user("c@example.org", "Robin Ashgrove", region_tree["Montréal"])
    roles.make_coordinator(coordinator, region_tree["Québec"])
    client = Client()
    client.force_login(coordinator)
    seen = {
        (path.split("/")[1], secret) for _method, path, secret in leaks(answers(client, world), world, {*HERS, TAUGHT})
    }
    assert {("desk", EMAIL), ("desk", NAME), ("learn", "%PDF")} <= seen
    assert ("learn", TAUGHT) not in seen


def test_no_learner_reads_the_key_before_handing_in(world):
    """She has an attempt under way: nothing she can open says which options are right, or why."""
    client = Client()
    client.force_login(world.her)
    done = Enrolment.objects.get(user=world.her, curriculum=world.curriculum)
    handed_in = tuple(f"/learn/attempts/{attempt.pk}/" for attempt in done.attempts.all())
    read = [(path, text) for method, path, text in answers(client, world) if not path.startswith(handed_in)]
    assert [path for path, text in read for key in KEYS if key in text] == []
    walked = "".join(text for _path, text in read)
    assert "montreal-m1-q1" in walked
    assert TAUGHT in walked


@pytest.mark.parametrize(
    "path", ["search/?q=planned&page_type=wagtailcore.page", "search/?q=A lesson", "{module}/", ""]
)
def test_a_trainer_is_offered_no_draft_of_another_curriculum_to_link_to(indexed, world, region_tree, path):
    client = somebody("trainer", world, region_tree)
    module = ModulePage.objects.child_of(world.hidden).get()
    text = client.get("/cms/choose-page/" + path.format(module=module.pk)).content.decode()
    assert PLANNED not in text
    assert world.hidden.title not in text


def test_whoever_writes_a_curriculum_is_offered_its_drafts(indexed, world, region_tree):
    """The same pages of choices do show drafts: one's own."""
    user = factories.make_user("writer@example.org", "Robin Ashgrove")
    roles.make_trainer(user, [world.hidden])
    client = Client()
    client.force_login(user)
    module = ModulePage.objects.child_of(world.hidden).get()
    for path in (f"{module.pk}/", "search/?q=planned&page_type=wagtailcore.page"):
        assert PLANNED in client.get(f"/cms/choose-page/{path}").content.decode()


def test_the_bank_is_shared_among_trainers(world, region_tree):
    """Any trainer finds and reads any question, whoever wrote it; nobody else does."""
    for name, expected in (("trainer", True), ("coordinator", False)):
        answer = somebody(name, world, region_tree).get("/cms/snippets/authoring/question/")
        assert ("montreal-m1-q1" in answer.content.decode()) is expected
