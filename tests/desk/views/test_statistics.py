"""How quizzes and questions do, on the desk: for trainers of the curriculum, without names, from thirty people on."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import roles
from courses.authoring.models import CurriculumPage, QuizPage
from courses.contents.models import Content
from courses.releases.models import Release
from tests import factories
from tests.courses.learning.sitting import picks, sit
from tests.courses.learning.test_quiz_figures import THIRTY, quiz_of, reword
from tests.factories import NOON
from tests.kept import kept

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(days=30)
KEY = "skills-m1-q1"


@kept
def release(trainer, trainer2) -> Release:
    return factories.make_release(factories.make_curriculum("skills", modules=1, lessons=0, questions=2))


@kept
def quiz(release) -> Content:
    return quiz_of(release)


@kept
def stranger(region_tree):
    """A trainer of another curriculum."""
    other = factories.make_curriculum("other", modules=1, lessons=1, questions=1)
    factories.make_release(other)
    user = factories.make_user("third@example.org", "Third Trainer")
    roles.make_trainer(user, [other])
    return user


@pytest.fixture
def author(client, release, trainer):
    client.force_login(trainer)
    return client


def page_of(release: Release, quiz: Content, view: str = "quiz_statistics", **query: str) -> str:
    address = reverse(f"desk:{view}", args=[release.curriculum.slug, release.number, quiz.key])
    return address + ("?" + "&".join(f"{name}={value}" for name, value in query.items()) if query else "")


def addresses(release, quiz) -> list[str]:
    return [
        page_of(release, quiz),
        page_of(release, quiz, "quiz_csv"),
        reverse("desk:question_statistics", args=[KEY]),
    ]


# ------------------------------------------------------------------------------------------------------------- who may
def test_author_and_approver_see_it(client, release, quiz, trainer, trainer2):
    for user in (trainer, trainer2):
        client.force_login(user)
        assert [client.get(address).status_code for address in addresses(release, quiz)] == [200] * 3


def test_a_trainer_of_another_curriculum_finds_nothing(client, release, quiz, stranger):
    client.force_login(stranger)
    assert [client.get(address).status_code for address in addresses(release, quiz)] == [404] * 3


def test_learners_coordinators_and_strangers_are_kept_out(client, release, quiz, trainee, coordinator):
    for user in (trainee, coordinator):
        client.force_login(user)
        assert [client.get(address).status_code for address in addresses(release, quiz)] == [403] * 3
    client.logout()
    assert [client.get(address).status_code for address in addresses(release, quiz)] == [302] * 3


def test_what_is_not_there_is_not_found(author, release, quiz):
    assert author.get(reverse("desk:quiz_statistics", args=["skills", "1.0.0", "missing"])).status_code == 404
    assert author.get(reverse("desk:quiz_statistics", args=["skills", "9.0.0", quiz.key])).status_code == 404
    assert author.get(reverse("desk:question_statistics", args=["missing"])).status_code == 404


def test_nobody_is_named_and_no_single_answer_is_told(author, release, quiz):
    sitters = sit(release, quiz, picks(quiz, *THIRTY))
    for address in addresses(release, quiz):
        page = author.get(address).content.decode()
        assert not any(person.email in page or f"/people/{person.pk}/" in page for person in sitters)


# ------------------------------------------------------------------------------------------------------------ the quiz
def test_without_attempts_it_says_so(author, release, quiz):
    page = author.get(page_of(release, quiz)).content.decode()
    assert "No attempts yet" in page
    assert "not computable" not in page


def test_below_thirty_only_the_number_is_told(author, release, quiz):
    sit(release, quiz, picks(quiz, *["01"] * 12))
    page = author.get(page_of(release, quiz)).content.decode()
    assert "12 of the 30 first attempts that are needed." in page
    assert "%" not in page.split('<main id="main"')[1].split("</main>")[0]
    assert '<svg class="chart"' not in page
    table = author.get(page_of(release, quiz, "quiz_csv")).content.decode()
    assert table.count("too few to say") == 2


def test_from_thirty_on_every_figure_is_shown_and_explained(author, release, quiz):
    sit(release, quiz, picks(quiz, *THIRTY))
    response = author.get(page_of(release, quiz))
    page = response.content.decode()
    said = {one.name: one.value for one in response.context["said"]}
    assert said["Passed at once"] == "33 %"
    assert said["Mean"] == "0.97 of 2 points (48 %)"
    assert said["Time"] == "10 minutes"
    assert "Consistency (KR-20)" in said
    assert all(one.sentence for one in response.context["said"])
    assert 'role="img" aria-labelledby="points-drawn points-described"' in page
    assert "0 points: 11 people." in page
    assert "Does not tell people apart" not in page


def test_what_cannot_be_computed_says_why(author, release, quiz):
    sit(release, quiz, picks(quiz, *["00"] * 30))
    page = author.get(page_of(release, quiz)).content.decode()
    assert "not computable" in page
    assert "Everybody has the same points." in page
    assert "Everybody earned the same on it." in page
    assert "Too easy" in page


def test_flags_are_words_with_an_icon_and_their_reason(author, release, quiz):
    sit(release, quiz, picks(quiz, *["11"] * 15, *["12"] * 15))
    page = author.get(page_of(release, quiz)).content.decode()
    assert "Too hard" in page
    assert "People earn 0 %; guessing would earn 33 %." in page
    assert "icon-flag" in page


def test_the_table_is_sorted_as_asked(author, release, quiz):
    sit(release, quiz, picks(quiz, *["0."] * 20, *["00"] * 10, *["10"] * 5))
    first, second = quiz.data["questions"]
    order = {
        sort: [row.question.hash for row in author.get(page_of(release, quiz, sort=sort)).context["rows"]]
        for sort in ("", "facility", "discrimination", "open", "flags", "nonsense")
    }
    assert order[""] == order["nonsense"] == [first, second]
    assert order["facility"] == order["open"] == [second, first]
    page = author.get(page_of(release, quiz, sort="facility")).content.decode()
    assert page.count('aria-sort="ascending"') == 1


def test_the_table_as_csv(author, release, quiz):
    sit(release, quiz, picks(quiz, *THIRTY))
    response = author.get(page_of(release, quiz, "quiz_csv"))
    assert response["Content-Type"].startswith("text/csv")
    lines = response.content.decode().removeprefix("\ufeff").splitlines()
    assert lines[0].startswith("Place,Key,Question,First attempts,Share earned")
    assert lines[1].startswith(f"1,{KEY},What does {KEY} ask?,30,0.3333,0.4714,")
    assert len(lines) == 3


def test_the_same_quiz_in_two_releases_can_be_narrowed(author, release, quiz):
    factories.make_lesson(QuizPage.objects.get().get_parent().specific)
    second = factories.make_release(CurriculumPage.objects.get(pk=release.curriculum_id), at=LATER)
    sit(release, quiz, picks(quiz, *["01"] * 3))
    sit(second, quiz, picks(quiz, *["01"] * 2), at=LATER)
    page = author.get(page_of(second, quiz)).content.decode()
    assert "5 of the 30" in page
    assert "Only this release" in page
    assert "It has been the same since SKILLS 1.0.0." in page
    assert "2 of the 30" in author.get(page_of(second, quiz, of="here")).content.decode()


# -------------------------------------------------------------------------------------------------------- the question
def question_page(client, key: str = KEY):
    return client.get(reverse("desk:question_statistics", args=[key]))


def test_a_question_shows_who_chose_what_in_a_drawing_and_in_numbers(author, release, quiz):
    sit(release, quiz, picks(quiz, *THIRTY))
    page = question_page(author).content.decode()
    assert "One version of this question was asked in your curricula." in page
    assert 'aria-labelledby="options-drawn-1 options-described-1"' in page
    assert "Option 0" in page
    assert "A: " in page
    assert "Guessing would earn 33 %." in page
    assert page_of(release, quiz) in page


def test_a_question_with_two_versions_says_how_they_differ(author, release, quiz):
    sit(release, quiz, picks(quiz, *["00"] * 20, *["11"] * 20))
    second = reword(release, KEY, "Asked much more plainly?")
    later = quiz_of(second)
    sit(second, later, picks(later, *["00"] * 34, *["11"] * 6), at=LATER)
    page = question_page(author).content.decode()
    assert page.index("Version 2") < page.index("Version 1")
    assert "85 % right, 50 % before" in page
    assert "Changed with its words" in page
    assert "More than chance explains (z = 3.34; 40 and 40 people who met no other version before)" in page


def test_a_question_that_too_few_met_shows_its_number_only(author, release, quiz):
    sit(release, quiz, picks(quiz, *["01"] * 29))
    page = question_page(author).content.decode()
    assert "29 of the 30 first attempts that are needed." in page
    assert "What people chose" not in page


def test_a_question_in_use_that_was_never_released_is_not_asked_yet(author, release, stranger):
    new = factories.make_question("brand-new")
    factories.QuizQuestion.objects.create(quiz=QuizPage.objects.descendant_of(release.curriculum).get(), question=new)
    assert "Not asked yet" in question_page(author, "brand-new").content.decode()
    author.force_login(stranger)
    assert question_page(author, "brand-new").status_code == 404


def test_where_everybody_has_the_same_points_there_are_no_groups(author, release, quiz):
    sit(release, quiz, picks(quiz, *["00"] * 30))
    page = question_page(author).content.decode()
    assert "Too many people have the same points to tell an upper from a lower group." in page


def test_two_languages_are_told_apart(author, release, quiz):
    sit(release, quiz, picks(quiz, "00"))
    CurriculumPage.objects.filter(pk=release.curriculum_id).update(language="fr")
    factories.make_lesson(QuizPage.objects.get().get_parent().specific)
    french = factories.make_release(CurriculumPage.objects.get(pk=release.curriculum_id), at=LATER)
    sit(french, quiz, picks(quiz, "11", "11"), at=LATER)
    page = question_page(author).content.decode()
    assert ", French" in page
    assert ", English" in page


# ------------------------------------------------------------------------------------------------------ ways to and fro
def test_the_page_of_a_release_leads_to_its_quizzes(author, release, quiz):
    page = author.get(reverse("desk:release", args=["skills", "1.0.0"])).content.decode()
    assert page_of(release, quiz) in page


def test_the_bank_leads_to_the_figures_of_what_ones_own_curricula_ask(client, release, trainer, stranger):
    address = reverse("desk:question_statistics", args=[KEY])
    for user, leads in ((trainer, True), (stranger, False)):
        client.force_login(user)
        page = client.get(reverse("wagtailsnippets_authoring_question:list")).content.decode()
        assert (address in page) == leads


@pytest.mark.parametrize("view", ["quiz_statistics", "question_statistics"])
def test_neither_people_nor_questions_make_more_queries(author, release, quiz, view):
    def asked(of: Release) -> str:
        return page_of(of, quiz_of(of)) if view == "quiz_statistics" else reverse(f"desk:{view}", args=[KEY])

    sit(release, quiz, picks(quiz, "00"))
    second = reword(release, KEY, "Other words?")
    sit(second, quiz_of(second), picks(quiz_of(second), *THIRTY), at=LATER)
    author.get(asked(second))
    with CaptureQueriesContext(connection) as once:
        author.get(asked(second))
    for number in range(2):
        factories.QuizQuestion.objects.create(
            quiz=QuizPage.objects.get(), question=factories.make_question(f"more-{number}"), sort_order=5 + number
        )
    third = reword(release, KEY, "Third words?")
    sit(third, quiz_of(third), picks(quiz_of(third), *[one + "00" for one in THIRTY]), at=LATER)
    author.get(asked(third))
    with CaptureQueriesContext(connection) as many:
        author.get(asked(third))
    assert len(many) == len(once)
