"""The figures of quizzes and questions, of enough people to show them all, hold no word that nobody marked."""

import pytest
from django.urls import reverse

from courses.learning.models import Attempt
from tests import factories
from tests.courses.learning.sitting import picks, sit
from tests.courses.learning.test_quiz_figures import THIRTY, quiz_of, reword
from tests.languages.plain import kept_words, plain_words, plain_words_in_text

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover, pytest.mark.walk]

PATTERNS = {
    "as people answer": THIRTY,
    "all the same": ["00"] * 30,
    "wrongly": ["12"] * 20 + ["21"] * 10 + ["1."] * 2,
    "the key is wrong": ["01"] * 15 + ["10"] * 14 + ["22"] * 3,
}


@pytest.mark.parametrize("patterns", PATTERNS.values(), ids=PATTERNS)
def test_figures_hold_no_word_that_nobody_marked(client, made_up_language, home_page, trainer, trainer2, patterns):
    release = factories.make_release(factories.make_curriculum("skills", modules=1, lessons=1, questions=2))
    quiz = quiz_of(release)
    sit(release, quiz, picks(quiz, *["00"] * 20, *["11"] * 20))
    second = reword(release, "skills-m1-q1", "In other words?")
    later = quiz_of(second)
    sit(second, later, picks(later, *patterns))
    client.force_login(trainer)
    place = ["skills", second.number, later.key]
    kept = kept_words(["Option 0", "Option 1", "Option 2"])
    for view, arguments in (("quiz_statistics", place), ("question_statistics", ["skills-m1-q1"])):
        page = client.get(reverse(f"desk:{view}", args=arguments), headers={"accept-language": made_up_language})
        assert 'role="img"' in page.content.decode()
        assert plain_words(page.content.decode(), kept) == []
    table = client.get(reverse("desk:quiz_csv", args=place), headers={"accept-language": made_up_language})
    assert plain_words_in_text(table.content.decode(), kept) == []
    assert Attempt.objects.count() == 40 + len(patterns)
