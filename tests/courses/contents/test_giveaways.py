"""What gives an answer away is said, with what to do; what is fair is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.contents.giveaways import kinds, lix, remarks
from courses.contents.resemblance import nearly_same, resemblance, shingles


def question(stem: str, right: str, *wrong: str) -> dict:
    options = [{"text": right, "correct": True, "rationale": "Yes."}]
    options += [{"text": text, "correct": False, "rationale": "No."} for text in wrong]
    return {"type": "single", "stem": stem, "options": options}


def kinds_in(*words: str) -> list[str]:
    return [remark.kind for remark in remarks(question(*words))]


FAIR = ("What comes first in a meeting?", "A welcome", "A round", "A break")


def test_a_fair_question_is_left_alone():
    assert kinds_in(*FAIR) == []


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (("What helps?", "Asking what the person would like to try this week", "Advice", "Silence"), "longest"),
        (("What do you say?", "Sometimes it helps", "It always helps", "It hurts"), "absolute"),
        (("Que dites-vous?", "Parfois", "Toujours", "Peut-être"), "absolute"),
        (("What belongs here?", "Hope", "Time", "All of the above"), "together"),
        (("Qu’est-ce qui convient ?", "L’espoir", "Le temps", "Toutes les réponses ci-dessus"), "together"),
        (("What is a boundary?", "A boundary is what I will do", "A wish", "A rule for others"), "echo"),
        (("Which of these is not a demand?", "I would like", "I need", "They have to"), "negative"),
        (("Lequel n’est pas une demande ?", "Je veux", "Il faut", "Ils doivent"), "negative"),
        (
            (
                "Considering organisational responsibilities concerning confidentiality, appropriate facilitation necessarily",
                "requires acknowledging participants’ contributions",
                "presupposes comprehensive documentation",
                "excludes questions",
            ),
            "hard",
        ),
    ],
)
def test_what_gives_an_answer_away_is_named(words, kind):
    assert kind in kinds_in(*words)
    assert kind in kinds()


@pytest.mark.parametrize(
    "words",
    [
        ("What helps?", "Asking what they would like", "Telling them what to do", "Silence"),  # longest by a little
        ("What do you say?", "It always helps", "It never helps", "It hurts"),  # both sides are absolute
        ("What is a boundary?", "A boundary I keep", "A boundary I wish for", "A rule"),  # two repeat the word
        (
            "Kofi says he is not ready. What do you say?",
            "Tell me more",
            "You are",
            "So what",
        ),  # he says it, nobody asks it
    ],
)
def test_what_gives_nothing_away_is_not_named(words):
    assert kinds_in(*words) == []


def test_several_right_answers_may_be_long():
    several = question("What helps?", "Asking what the person would like to try this week", "Advice")
    several["options"].append({"text": "Hope", "correct": True, "rationale": "Yes."})
    assert remarks(several) == []


def test_lix_of_a_counted_text():
    """Sixteen words in two sentences, four of them of more than six letters: 16 / 2 + 100 * 4 / 16."""
    text = "The meeting begins with a welcome. Everybody may speak, and nobody has to say anything today."
    assert lix(text) == 33
    assert lix("Too short to say.") is None


texts = st.text(max_size=60)


@given(texts, texts, st.lists(texts, max_size=4))
def test_whatever_is_written_is_looked_over(stem, right, wrong):
    assert all(remark.message for remark in remarks(question(stem, right, *wrong)))


@given(texts, texts)
def test_resemblance_is_a_share_and_the_same_both_ways(one, other):
    share = resemblance(shingles(one), shingles(other))
    assert 0 <= share <= 1
    assert share == resemblance(shingles(other), shingles(one))
    assert resemblance(shingles(one), shingles(one)) in (0, 1)


def test_what_is_asked_twice_is_found_among_many():
    many = {f"q{number}": f"Question {number} is about number {number} and nothing else at all" for number in range(40)}
    many["a"] = "Kofi says that he cannot sleep without a drink. What do you say first?"
    many["b"] = "Kofi says he cannot sleep without a drink. What do you say first?"
    found = {pair[:2]: pair[2] for pair in nearly_same(many)}
    assert found["a", "b"] == pytest.approx(11 / 14)  # eleven pairs of words in both, fourteen in one or the other


def test_a_bank_of_thousands_takes_seconds_at_most():
    """Pairs that everybody shares are passed over, so the work does not grow with the square of the bank."""
    many = {
        f"q{number}": f"What do you say to person {number} when it is the turn of {number + 1}?"
        for number in range(3000)
    }
    assert nearly_same(many) == []
