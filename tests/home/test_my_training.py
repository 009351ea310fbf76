"""The one next thing: an update owed, else what is under way, else a renewal, else the catalogue."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from certificates.updates import holdings
from certificates.updates.holdings import Due, Holding
from home.my_training import Waiting, next_thing, owed_by, trainings_of
from tests.factories import NOON, enrolled, make_curriculum, make_release, make_user, study
from tests.kept import kept

HELD = Holding(
    certificate=None,
    code="5G1X15JM38TB47RBH",
    code_shown="5G1X-15JM-38TB-47RB-H",
    scheme_name="Meeting Facilitator",
    validity="valid",
    currency="current",
    sentence="Valid through 31 March 2027.",
    release_name="REBT 2.1.0",
    issued_on=date(2025, 4, 1),
    valid_through=date(2027, 3, 31),
    obligations=(),
    may_renew=False,
    is_renewing=False,
    renew_slug="facilitator",
    renew_words=("Start renewing", "Renew"),
    advice="",
)
DUE = Due(7, "acknowledge", "REBT 3.0.0", "REBT", "One study was retracted.", date(2026, 6, 30), 12, False, "en")


@kept
def under_way():
    user = make_user()
    curriculum = make_curriculum("rebt", modules=1, lessons=2, questions=0)
    make_release(curriculum)
    enrolled(user, curriculum)
    return user


def test_an_update_owed_comes_first_with_its_day(under_way):
    trainings, _ = trainings_of(under_way)
    shown = next_thing([replace(HELD, may_renew=True, validity="due", obligations=(DUE,))], trainings)
    assert (shown.eyebrow, shown.due, shown.minutes, shown.tone) == ("Update outstanding", DUE.due_on, 12, "amber")
    assert (shown.url, shown.why) == ("/learn/updates/7/", "One study was retracted.")


def test_what_to_do_first_is_said_where_an_update_and_a_renewal_stand_side_by_side():
    owed = replace(HELD, validity="due", may_renew=True, obligations=(replace(DUE, action="reassess"),))
    both = next_thing([replace(owed, advice=holdings.advice(owed.obligations))], [])
    assert "If you can finish it by 30 June 2026, leave the update out" in both.advice
    assert "Do the update first" in holdings.advice([DUE])
    assert "Do the update first" in holdings.advice([replace(DUE, action="reassess", is_overdue=True)])
    assert holdings.advice([]) == ""


def test_what_has_expired_is_earned_again_and_not_renewed():
    again = replace(HELD, validity="expired", may_renew=True, renew_words=("Take the training again", "Take it again"))
    shown = next_thing([again], [])
    assert (shown.eyebrow, shown.title, shown.label) == (
        "Expired",
        "Earn Meeting Facilitator again",
        "Take the training again",
    )


def test_an_overdue_update_is_said_to_be_overdue():
    shown = next_thing([replace(HELD, obligations=(replace(DUE, is_overdue=True),))], [])
    assert (shown.eyebrow, shown.tone) == ("Update overdue", "clay")


def test_the_earliest_update_comes_first():
    later = replace(DUE, pk=8, due_on=date(2026, 9, 30))
    holdings = [replace(HELD, obligations=(later,)), replace(HELD, obligations=(DUE,))]
    assert [due.pk for due in owed_by(holdings)] == [7, 8]


def test_a_revoked_certificate_asks_for_no_update():
    shown = next_thing([replace(HELD, validity="revoked", obligations=(DUE,))], [])
    assert (shown.title, shown.due) == ("Your certificate Meeting Facilitator was revoked", None)


@pytest.mark.parametrize("validity", ["suspended", "revoked"])
def test_whoever_a_decision_was_made_about_is_led_to_whom_they_can_ask(validity):
    other = replace(HELD, scheme_name="Another")
    shown = next_thing([other, replace(HELD, validity=validity)], [])
    assert shown.url == "/learn/certificates/5G1X-15JM-38TB-47RB-H/"
    assert (shown.label, shown.tone) == ("See whom you can ask", "clay")
    assert "up to date" not in f"{shown.eyebrow} {shown.title} {shown.why}"


def test_what_is_under_way_comes_before_a_renewal(under_way):
    trainings, _ = trainings_of(under_way)
    shown = next_thing([replace(HELD, validity="grace", may_renew=True)], trainings)
    assert (shown.title, shown.label) == ("Lesson 1.1", "Start")
    assert shown.url == f"/learn/{trainings[0].enrolment.pk}/1/"


def test_a_training_begun_goes_on_where_it_was_left(under_way):
    study(under_way.enrolments.get(), items=1)
    trainings, _ = trainings_of(under_way)
    shown = next_thing([], trainings)
    assert (shown.title, shown.label) == ("Lesson 1.2", "Go on")


def test_the_retake_of_an_update_that_has_begun_goes_on_with_its_next_step(under_way):
    trainings, _ = trainings_of(under_way)
    name = str(trainings[0].enrolment.release)
    due = replace(DUE, action="reassess", release_name=name)
    shown = next_thing([replace(HELD, obligations=(due,))], trainings)
    assert (shown.label, shown.url) == ("Go on", f"/learn/{trainings[0].enrolment.pk}/1/")


@pytest.mark.parametrize(("validity", "tone"), [("due", "amber"), ("grace", "amber"), ("expired", "clay")])
def test_a_renewal_is_started_by_sending_a_form(validity, tone):
    shown = next_thing([replace(HELD, validity=validity, may_renew=True)], [])
    assert (shown.url, shown.posts, shown.tone) == ("/learn/renew/facilitator/", True, tone)


def test_with_nothing_to_do_one_may_look_around():
    assert next_thing([HELD], []).title == "You are up to date"
    assert next_thing([], []).title == "Choose a curriculum"


def test_the_training_touched_last_stands_on_top(db):
    user = make_user()
    first, second = (make_curriculum(slug, modules=1, lessons=1, questions=0) for slug in ("one", "two"))
    for curriculum in (first, second):
        make_release(curriculum)
    old = enrolled(user, first)
    enrolled(user, second, at=NOON + timedelta(days=1))
    old.last_seen_at = NOON + timedelta(days=2)
    old.save()
    trainings, _ = trainings_of(user)
    assert [training.enrolment.curriculum_id for training in trainings] == [first.pk, second.pk]


def test_what_was_left_is_not_shown_and_what_was_completed_is_under_completed(under_way):
    study(under_way.enrolments.get())
    trainings, completed = trainings_of(under_way)
    assert trainings == []
    assert [one.release.outline["slug"] for one in completed] == ["rebt"]


EARNED = ["Meeting Facilitator"]


def test_a_certificate_that_waits_for_a_name_comes_first(under_way):
    trainings, _ = trainings_of(under_way)
    shown = next_thing([], trainings, Waiting(EARNED, for_name=True))
    assert (shown.label, shown.url) == ("Confirm your name", "/account/name/")
    assert "issued the same minute" in shown.why


def test_whoever_is_asked_for_a_name_is_told_that_an_issuer_is_missing_too():
    shown = next_thing([], [], Waiting(EARNED, for_name=True, for_issuer=True))
    assert shown.label == "Confirm your name"
    assert "the people who run this site have said who issues" in shown.why
    assert "same minute" not in shown.why


def test_whoever_has_only_to_wait_reads_for_whom_and_can_go_on_meanwhile(under_way):
    waiting = Waiting(EARNED, for_issuer=True)
    shown = next_thing([], [], waiting)
    assert (shown.eyebrow, shown.url) == ("Earned", "/help/")
    assert "You need not do anything" in shown.why
    trainings, _ = trainings_of(under_way)
    assert next_thing([], trainings, waiting).title == "Lesson 1.1"
