"""A lesson of an update marks what differs from what its person was trained in."""

from datetime import timedelta

import pytest

from certificates.updates import obligations, rollout
from certificates.updates.models import Obligation
from tests import factories
from tests.factories import NOON

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=30)


@pytest.fixture
def update(client, trainee):
    """The training in which somebody retakes a changed lesson; the other one reads as it did."""
    curriculum = factories.make_curriculum("skills", modules=1, lessons=2, questions=1)
    factories.make_release(curriculum)
    factories.make_scheme(curriculum, slug="facilitator")
    factories.certified(trainee, curriculum)
    factories.edit_lesson(factories.lessons_of(curriculum)[0], "A sentence that is new.")
    release = factories.make_release(curriculum, at=LATER)
    rollout.carry_out(release, at=LATER)
    client.force_login(trainee)
    return obligations.begin(Obligation.objects.get(), by=trainee, at=LATER)


def test_what_is_new_is_marked_and_said_on_top(client, update):
    page = client.get(f"/learn/{update.pk}/1/").content.decode()
    assert "One passage changed since SKILLS 1.0.0, in which you were trained." in page
    assert page.count('<section class="changed') == 1
    marked = page[page.index('<section class="changed') :]
    assert "A sentence that is new." in marked[: marked.index("</section>")]
    assert "Module 1, lesson 1." not in marked


def test_what_reads_as_it_did_and_other_trainings_are_not_marked(client, update):
    assert "changed-note" not in client.get(f"/learn/{update.pk}/2/").content.decode()
    other = factories.enrolled(factories.make_user(), update.curriculum, at=LATER)
    client.force_login(other.user)
    assert "changed-note" not in client.get(f"/learn/{other.pk}/1/").content.decode()


def test_what_was_said_before_can_be_unfolded(client, trainee, update):
    lesson = factories.lessons_of(update.curriculum)[0]
    lesson.body[0] = ("text", lesson.body[0].value.__class__("<p>Module 1, lesson one.</p>"))
    lesson.save_revision().publish()
    newer = factories.make_release(update.curriculum, at=LATER)
    rollout.carry_out(newer, at=LATER)
    training = obligations.begin(Obligation.objects.latest("pk"), by=trainee, at=LATER)
    page = client.get(f"/learn/{training.pk}/1/").content.decode()
    assert "2 passages changed since SKILLS 1.0.0" in page
    assert "lesson <del>1.</del> <ins>one.</ins>" in page
