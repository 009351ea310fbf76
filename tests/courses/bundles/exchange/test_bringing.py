"""Questions of a file into the bank: drafts, all or nothing, known again; through the rule and through the commands."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from courses.authoring.models import Question
from courses.bundles.exchange import bringing, registry, taking
from courses.bundles.exchange.base import FileRefused
from lms.refusals import Refusal
from tests import factories
from tests.courses.bundles.exchange.reading import source

pytestmark = pytest.mark.django_db

FILE = """\
$CATEGORY: $course$/top/Unit 1/Closing

Which one?{=a#yes ~b#no}

The same? {T#w#r}

Essay {}

Which one?{=a#yes ~b#no}
"""


def plan(text: str = FILE, name: str = "words.gift", **options) -> bringing.Plan:
    return bringing.plan(source(text, name), **options)


def states(made: bringing.Plan) -> list[str]:
    return [line.state for line in made.lines]


def test_everything_a_file_holds_is_accounted_for():
    made = plan()
    assert states(made) == ["new", "new", "lost", "lost"]
    assert made.lines[3].said == ("The same question stands in this file already: line 3.",)
    assert sum(made.counts.values()) == len(made.lines)
    assert Question.objects.count() == 0  # looking changes nothing


def test_questions_become_drafts_with_the_topic_of_their_category(trainer):
    assert bringing.bring_in(plan(), by=trainer) == 2
    first, second = Question.objects.order_by("pk")
    assert (first.live, first.topic, first.kind, first.stem) == (False, "unit-1-closing", "single", "Which one?")
    assert first.latest_revision.user == trainer
    assert first.latest_revision.as_object().body[0].value["options"][0]["rationale"] == "yes"
    assert second.kind == "true_false"
    for question in (first, second):
        question.full_clean()


def test_what_lacks_its_rationales_waits_as_a_draft_that_the_editor_opens_and_does_not_publish(client, trainer):
    curriculum = factories.make_curriculum("skills", modules=1, lessons=1, questions=0)
    author, _approver = factories.trainers_of(curriculum)
    text = "One?{=a ~b}\n\nTwo? {T}\n\nThree?{~%50%a ~%50%b ~%-50%c}\n\nFour {#3:1}\n\nFive?{=yes}\n\nSix?{=a -> b =c -> d}"
    made = plan(text)
    assert [line.found.is_unwritten for line in made.lines] == [True] * 6
    bringing.bring_in(made, by=author)
    client.force_login(author)
    for question in Question.objects.all():
        address = reverse("wagtailsnippets_authoring_question:edit", args=[question.pk])
        assert client.get(address).status_code == 200
    question = Question.objects.get(kind="true_false")
    body = streamfield([("true_false", {"answer": "true", "why_true": "", "why_false": ""})])
    sent = {
        "key": question.key,
        "topic": question.topic,
        "stem": question.stem,
        "body": body,
        "cites": inline_formset([]),
    }
    address = reverse("wagtailsnippets_authoring_question:edit", args=[question.pk])
    answer = client.post(address, {**nested_form_data(sent), "action-publish": "action-publish"})
    assert answer.status_code == 200  # the form again, with what is to be written
    question.refresh_from_db()
    assert not question.live


def test_the_same_file_again_brings_nothing_even_in_another_topic():
    bringing.bring_in(plan())
    again = plan(topic="elsewhere")
    assert states(again) == ["here", "here", "lost", "lost"]
    assert bringing.bring_in(again) == 0
    assert Question.objects.count() == 2


def test_a_question_that_was_changed_here_is_still_known():
    bringing.bring_in(plan())
    question = Question.objects.first()
    question.stem = "Quite another one?"
    question.save()
    assert states(plan())[0] == "here"


def test_when_somebody_was_quicker_nothing_is_imported():
    made = plan()
    factories.make_question(made.lines[1].key)
    with pytest.raises(Refusal, match="The bank was changed since you looked"):
        bringing.bring_in(made)
    assert Question.objects.count() == 1


def test_what_we_exported_is_known_and_what_differs_stays():
    question = factories.make_question("skills-one")
    for name in ("gift", "bank_yaml"):
        kind = registry.named(name)
        data = taking.take(kind, taking.chosen()).data
        assert states(bringing.plan(source(data, f"x.{kind.extension}"))) == ["here"], name
        changed = data.replace(question.stem.encode(), b"Something else")
        [line] = bringing.plan(source(changed, f"x.{kind.extension}")).lines
        assert line.state == "lost"
        assert "that says something else; it stays as it is" in line.said[0]


def test_on_another_site_an_export_keeps_its_keys_and_topics():
    factories.make_question("skills-one", topic="skills")
    data = taking.take(registry.named("gift"), taking.chosen()).data
    Question.objects.all().delete()
    bringing.bring_in(bringing.plan(source(data, "x.gift")))
    assert Question.objects.values_list("key", "topic").get() == ("skills-one", "skills")


def test_our_yaml_carries_everything_and_says_what_this_site_lacks():
    text = """
- key: q-one
  topic: small
  type: true_false
  stem: Practice helps.
  answer: "true"
  why_true: It does.
  why_false: It does.
  critical: true
  corrective: small/first/one
  claims: [practice-helps, unknown]
"""
    factories.make_claim("practice-helps")
    made = plan(text, "questions.yaml")
    assert made.lines[0].said == (
        "This site has no claim “unknown”, so the question does not rest on it.",
        "This site has no lesson “small/first/one” to read again.",
    )
    bringing.bring_in(made)
    question = Question.objects.get()
    assert (question.critical, [one.claim.key for one in question.cites.all()]) == (True, ["practice-helps"])


def test_a_broken_question_in_our_yaml_stands_beside_good_ones():
    good = "- {key: %s, topic: t, type: true_false, stem: So., answer: 'true', why_true: a, why_false: b}\n"
    made = plan(
        good % "one" + "- just words\n- key: two\n  topic: t\n" + good % "three" + good % "one", "questions.yaml"
    )
    assert states(made) == ["new", "lost", "lost", "new", "lost"]
    assert [line.where for line in made.lines] == [
        "line 1, one",
        "line 2",
        "line 3, two",
        "line 5, three",
        "line 6, one",
    ]
    assert 'line 3: "type" is missing.' in made.lines[2].said[0]
    assert '"one" stands in line 1 already.' in made.lines[4].said[0]


def test_our_yaml_says_which_drafts_do_not_come_in_again():
    bringing.bring_in(plan("One? {T}"))
    [gone] = taking.take(registry.named("bank_yaml"), taking.chosen(drafts=True)).gone
    assert gone.remarks == ("It lacks a rationale, and comes in again only when that is written.",)


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"\x89PNG....", "x.png", "This is none of the formats that can be read"),
        (b"// nothing", "x.gift", "There are no questions in this file."),
        (b"key: x", "x.yaml", "line 1"),
        (b"- key: [x", "x.yaml", "line 1"),
        (b"x{T}\n\n" * 20_001, "x.gift", "The file holds more than 20000 questions."),
        (b"x" * (8 * 1024 * 1024 + 1), "x.gift", "larger than 8 MB"),
        (b"# x\n" * 600_000, "x.yaml", "larger than 2 MB"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(data, name, said):
    with pytest.raises(FileRefused, match=said):
        bringing.plan(source(data, name))


def test_looking_takes_as_many_queries_for_three_as_for_one(django_assert_num_queries):
    for text in ("One {T}", "One {T}\n\nTwo {T}\n\nThree {T}"):
        with django_assert_num_queries(1):
            plan(text)


def test_taking_takes_as_many_queries_for_three_as_for_one(django_assert_num_queries):
    factories.make_question("one")
    with django_assert_num_queries(2):
        assert len(taking.chosen(drafts=True)) == 1
    factories.make_question("two")
    factories.make_question("three")
    with django_assert_num_queries(2):
        assert len(taking.chosen(drafts=True)) == 3


# ------------------------------------------------------------------------------------------------------- the commands
def test_the_command_says_every_item_and_the_totals(tmp_path, capsys):
    path = tmp_path / "words.gift"
    path.write_text(FILE)
    with pytest.raises(CommandError, match="2 items were not imported") as refused:
        call_command("import_questions", path, "--check")
    assert refused.value.returncode == 3
    said = capsys.readouterr().out
    assert "words.gift (gift) holds 4: 2 imported, 0 imported with changes, 0 here already, 2 not imported." in said
    assert "Nothing was changed" in said
    assert not Question.objects.exists()


def test_the_command_speaks_json(tmp_path, capsys):
    path = tmp_path / "words.gift"
    path.write_text("One {T#w#r}\n")
    call_command("import_questions", path, "--json", "--topic", "given")
    data = json.loads(capsys.readouterr().out)
    assert (data["held"], data["counts"]) == (1, {"lost": 0, "changed": 0, "new": 1, "here": 0})
    assert data["items"][0]["topic"] == Question.objects.get().topic == "given"


def test_the_command_refuses_with_a_code_of_its_own(tmp_path):
    path = tmp_path / "x.gift"
    path.write_text("")
    with pytest.raises(CommandError, match="no questions in this file") as refused:
        call_command("import_questions", path, "--json")
    assert refused.value.returncode == 1
    with pytest.raises(CommandError, match="is no topic"):
        call_command("import_questions", path, "--topic", "No Topic")
    with pytest.raises(CommandError, match="There is no file"):
        call_command("import_questions", tmp_path / "none")


def test_questions_are_exported_and_what_is_left_out_is_said(tmp_path, capsys):
    factories.make_question("one", topic="a")
    factories.make_question("two", topic="b")
    call_command("export_questions", tmp_path / "x.gift", "--format", "gift", "--topic", "a")
    assert "1 of 1 questions written" in capsys.readouterr().out
    assert "cairn.one" in (tmp_path / "x.gift").read_text()
    Question.objects.update(live=False)
    with pytest.raises(CommandError, match="There are no questions to take away"):
        call_command("export_questions", tmp_path / "x.gift", "--format", "gift")
    bringing.bring_in(plan("Two? {~%50%a#x ~%50%b#x ~c#x}"))
    with pytest.raises(CommandError, match="1 question is not in the file") as refused:
        call_command("export_questions", tmp_path / "x.txt", "--format", "aiken", "--drafts", "--json")
    assert refused.value.returncode == 3
    assert json.loads(capsys.readouterr().out)["left_out"] == 1
