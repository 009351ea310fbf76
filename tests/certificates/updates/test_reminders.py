"""Reminders come at 90, 30 and 7 days and when a certificate has ended: once each, and one of them after a pause."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from certificates.ledger import renewing, rulings
from certificates.updates import reminders, rollout
from certificates.updates.models import Obligation
from notices.models import Notice
from tests import factories
from tests.factories import NOON
from tests.kept import kept

pytestmark = pytest.mark.django_db
UNTIL = date(2028, 3, 2)


def at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(6, 30)))


@kept
def holder(trainee):
    curriculum, _, scheme = factories.small_world()
    factories.certified(trainee, curriculum)
    return trainee, curriculum, scheme


def told(kind: tuple[str, ...] = ("reminder", "expired")) -> list[str]:
    keys = Notice.objects.filter(kind__in=kind).order_by("pk").values_list("dedupe_key", flat=True)
    return [key.rsplit(":", 1)[1] for key in keys]


def test_a_worker_that_runs_every_day_tells_each_once(holder):
    for offset in range(-100, 95):
        reminders.send(at=at(UNTIL + timedelta(days=offset)))
    assert told() == ["90", "30", "7", "expired"]


@pytest.mark.parametrize(
    ("offset", "expected"),
    [(-91, []), (-90, ["90"]), (-30, ["30"]), (-7, ["7"]), (0, ["7"]), (1, ["expired"]), (90, ["expired"]), (91, [])],
)
def test_the_day_decides_which_one_it_is(holder, offset, expected):
    reminders.send(at=at(UNTIL + timedelta(days=offset)))
    assert told() == expected


def test_after_a_pause_the_nearest_one_is_told_and_not_a_pile(holder):
    reminders.send(at=at(UNTIL - timedelta(days=5)))
    reminders.send(at=at(UNTIL - timedelta(days=4)))
    assert told() == ["7"]
    letter = Notice.objects.get(kind="reminder")
    assert "in 5 days from today" in letter.body


def test_whoever_has_renewed_hears_nothing(holder):
    user, _, scheme = holder
    when = at(UNTIL - timedelta(days=88))
    [renewal] = renewing.begin(scheme, user, by=user, at=when)
    factories.study(renewal, at=when)
    reminders.send(at=at(UNTIL - timedelta(days=7)))
    assert told() == []


def test_a_suspended_holder_is_not_asked_to_renew(holder, coordinator):
    user, *_ = holder
    certificate = user.periods.get().certificate
    rulings.suspend(certificate, reason="concern", by=coordinator, at=NOON)
    reminders.send(at=at(UNTIL - timedelta(days=7)))
    assert told() == []


def test_an_update_is_recalled_before_its_day_and_once_after(holder):
    _, curriculum, _ = holder
    factories.edit_lesson(factories.lessons_of(curriculum)[0], "Other words.")
    rollout.carry_out(factories.make_release(curriculum, at=NOON, due_days=60), at=NOON)
    due_on = Obligation.objects.get().due_on
    for offset in range(-30, 30):
        reminders.send(at=at(due_on + timedelta(days=offset)))
    keys = Notice.objects.filter(dedupe_key__startswith="update-reminder").order_by("pk")
    assert [key.rsplit(":", 1)[1] for key in keys.values_list("dedupe_key", flat=True)] == ["14", "3", "overdue"]


def test_telling_many_takes_as_many_queries_as_telling_one(holder, django_assert_max_num_queries):
    _, curriculum, _ = holder
    with django_assert_max_num_queries(14):
        reminders.send(at=at(UNTIL - timedelta(days=90)))
    for _ in range(5):
        factories.certified(factories.make_user(), curriculum)
    with django_assert_max_num_queries(14):
        assert reminders.send(at=at(UNTIL - timedelta(days=89))) == 5


# ---------------------------------------------------------------------------------------------- every kind of promise
def ends_on(trainee, until: date, **scheme):
    """Somebody whose certificate is valid through a day, of a scheme of one year."""
    curriculum, *_ = factories.small_world(validity_months=12, **scheme)
    return factories.certified(trainee, curriculum, at=at(until.replace(year=until.year - 1)))


def letter() -> str:
    return Notice.objects.filter(kind__in=["reminder", "expired"]).latest("pk").body


def test_a_holder_without_grace_is_told_that_it_ended(trainee):
    ends_on(trainee, UNTIL, grace_days=0)
    for offset in range(-7, 40):
        reminders.send(at=at(UNTIL + timedelta(days=offset)))
    assert told() == ["7", "expired"]
    assert "Please do not facilitate meetings with it any more" in letter()
    assert "Renewing still counts" not in letter()


def test_an_old_expiry_is_no_news(trainee):
    ends_on(trainee, UNTIL, grace_days=0)
    reminders.send(at=at(UNTIL + timedelta(days=31)))
    assert told() == []


@pytest.mark.parametrize("offset", range(-93, -86))
def test_nobody_is_told_to_renew_before_renewing_opens(trainee, offset):
    until = date(2027, 5, 1)  # three months before it is 1 February, 89 days
    held = ends_on(trainee, until)
    day = until + timedelta(days=offset)
    reminders.send(at=at(day))
    assert told() == (["90"] if day >= held.period.window_opens_on else [])


def test_where_renewing_opens_late_the_letter_names_the_day(trainee):
    ends_on(trainee, UNTIL, window_months=0)
    reminders.send(at=at(UNTIL - timedelta(days=30)))
    assert "You can renew it from 2 March 2028" in letter()
    assert "renew it now" not in letter()


@pytest.mark.parametrize(("promised", "words"), [(True, "may go on facilitating"), (False, "please do not facilitate")])
def test_whoever_is_in_grace_is_told_what_was_promised_about_facilitating(trainee, promised, words):
    ends_on(trainee, UNTIL, may_facilitate_in_grace=promised)
    reminders.send(at=at(UNTIL + timedelta(days=1)))
    assert words in letter()


def test_where_nobody_facilitates_while_an_update_is_overdue_the_letters_say_so(trainee):
    curriculum, *_ = factories.small_world(may_facilitate_while_overdue=False)
    factories.certified(trainee, curriculum)
    factories.edit_lesson(factories.lessons_of(curriculum)[0], "Other words.")
    rollout.carry_out(factories.make_release(curriculum, at=NOON, due_days=60), at=NOON)
    due_on = Obligation.objects.get().due_on
    for offset, words in ((-3, "After that day, please do not"), (1, "Until it is done, please do not")):
        reminders.send(at=at(due_on + timedelta(days=offset)))
        assert words in Notice.objects.filter(letter="update-near").latest("pk").body
