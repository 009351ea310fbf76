"""An attempt that is open on several devices: nothing that was answered anywhere is lost."""

import json
import re
from html import unescape

import pytest

from courses.learning import attempts
from courses.learning.models import Attempt
from tests.courses.learning.views.test_quiz import enrolled_in_quiz, hashes_of, started
from tests.factories import NOON

pytestmark = pytest.mark.django_db


class Device:
    """A browser with a page of an attempt open, as it was when it was opened."""

    def __init__(self, client, attempt: Attempt, number: int | None = None) -> None:
        self.client, self.attempt = client, attempt
        page = client.get(f"/learn/attempts/{attempt.pk}/", {"q": number} if number else {}).content.decode()
        self.form = {
            name: unescape(value) for name, value in re.findall(r'name="((?:known-|page)[^"]*)" value="([^"]*)"', page)
        }
        self.shown = re.findall(r'name="shown" value="(\w+)"', page)
        self.picked = {hash_: re.findall(rf'name="q-{hash_}" value="(\d+)" checked', page) for hash_ in self.shown}

    def answer(self, hash_: str, *options: int) -> "Device":
        self.picked[hash_] = [str(option) for option in options]
        return self

    def save(self, **fields):
        """Press a button: everything on the page is sent, as without the page's script."""
        answers = {f"q-{hash_}": picked for hash_, picked in self.picked.items()}
        data = {"shown": self.shown, **answers, **self.form, **fields}
        return self.client.post(f"/learn/attempts/{self.attempt.pk}/save/", data)


@pytest.fixture
def long_attempt(client, trainee):
    client.force_login(trainee)
    return started(client, enrolled_in_quiz(trainee, layout="all"))


def test_an_answer_given_on_another_device_is_not_blanked(client, long_attempt):
    *_, fifth, sixth = hashes_of(long_attempt)
    here, there = Device(client, long_attempt), Device(client, long_attempt)
    there.answer(fifth, 1).save()
    here.answer(sixth, 2).save()
    long_attempt.refresh_from_db()
    assert long_attempt.answers == {fifth: [1], sixth: [2]}


def test_an_older_page_never_overwrites_a_newer_answer_and_both_are_offered(client, long_attempt):
    first = hashes_of(long_attempt)[0]
    here, there = Device(client, long_attempt), Device(client, long_attempt)
    there.answer(first, 1).save()
    answer = here.answer(first, 2).save(go="end")
    long_attempt.refresh_from_db()
    assert long_attempt.answers == {first: [1]}
    assert answer.url.endswith("?q=1#q-1")
    page = client.get(answer.url).content.decode()
    assert "You answered this question on two devices." in page
    assert page.count('name="choose"') == 2
    assert "answered differently on two devices" in client.get(answer.url, {"q": "end"}).content.decode()


@pytest.mark.parametrize(("button", "counts"), [(0, [1]), (1, [2])])
def test_the_person_chooses_which_answer_counts(client, long_attempt, button, counts):
    first = hashes_of(long_attempt)[0]
    here, there = Device(client, long_attempt), Device(client, long_attempt)
    there.answer(first, 1).save()
    page = client.get(here.answer(first, 2).save().url).content.decode()
    choice = re.findall(r'name="choose" value="([^"]*)"', page)[button]
    Device(client, long_attempt).save(choose=choice)
    long_attempt.refresh_from_db()
    assert long_attempt.answers == {first: counts}
    assert "two devices" not in client.get(f"/learn/attempts/{long_attempt.pk}/").content.decode()


def test_the_script_is_told_what_is_kept_of_every_question(client, long_attempt):
    first, second = hashes_of(long_attempt)[:2]
    here, there = Device(client, long_attempt), Device(client, long_attempt)
    there.answer(first, 1).save()
    sent = {"shown": second, f"q-{second}": "0", f"known-{second}": here.form[f"known-{second}"], "page": "here"}
    address = f"/learn/attempts/{long_attempt.pk}/save/"
    told = client.post(address, sent, headers={"accept": "application/json"}).json()
    assert json.loads(told["known"][first]) == {"version": 1, "answer": [1], "flagged": False}
    assert told["choices"] == {}
    sent = {"shown": first, f"q-{first}": "0", f"known-{first}": here.form[f"known-{first}"], "page": "here"}
    told = client.post(address, sent, headers={"accept": "application/json"}).json()
    assert 'name="choose"' in told["choices"][first]


def test_an_answer_after_handing_in_is_not_lost_without_a_word(client, long_attempt):
    first = hashes_of(long_attempt)[0]
    here, idle = Device(client, long_attempt), Device(client, long_attempt)
    attempts.submit(long_attempt, at=NOON)
    page = client.get(here.answer(first, 2).save().url).content.decode()
    assert "so the last answer on this page did not count" in page
    assert "did not count" not in client.get(idle.save().url).content.decode()


@pytest.mark.parametrize(
    "known", ["", "{}", "[1]", "nonsense", '{"version": "1", "answer": [], "flagged": false}', "[" * 5000]
)
def test_a_form_that_does_not_say_what_it_knew_is_taken_as_it_is(client, long_attempt, known):
    first = hashes_of(long_attempt)[0]
    client.post(
        f"/learn/attempts/{long_attempt.pk}/save/",
        {"shown": first, f"q-{first}": "1", f"known-{first}": known, "turn": "²"},
    )
    long_attempt.refresh_from_db()
    assert long_attempt.answers == {first: [1]}
