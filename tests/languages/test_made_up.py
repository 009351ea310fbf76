"""Every word a person reads passes through gettext: in a made-up language no plain English is left on any page or letter."""

import inspect
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse
from django.utils import timezone, translation

from accounts.models import Region
from certificates.ledger import rulings
from certificates.ledger.lifecycle import with_validity
from certificates.ledger.models import Certificate, Ruling
from certificates.proof import pdf
from courses.authoring import freezing
from courses.authoring.models import LessonPage, Question
from courses.contents import rendering
from courses.contents.blocks import registry as blocks
from courses.contents.correcting import How
from courses.practice.models import Observation, Rubric
from evidence.models import Claim, Source
from lms.catalogues import FOLDER
from notices import kinds, letters
from tests import factories, plain
from tests.courses.authoring.test_freezing import files, full_lesson  # noqa: F401 (fixtures)
from tests.factories import PASSWORD, make_question, make_user
from tests.languages.plain import kept_words, plain_words, plain_words_in_text
from tests.languages.world import World, arguments, make

# a walk goes everywhere and looks closely at little; it is the same on any database
pytestmark = [pytest.mark.django_db, pytest.mark.no_cover, pytest.mark.walk]

# Addresses that show no words of ours: files, doors that only lead elsewhere, and the library's own.
WORDLESS = {
    "words",
    "operations:healthz",
    "operations:readyz",
    "operations:metrics",
    "home:robots",
    "home:letter_designed",
    "wagtail_serve",
    "wagtailcore_login",
    "proof:pdf",
    "proof:verify_json",
    "releases:file",
    "kept",
    "uploaded",
    "logo",
    "accents",
}
LIBRARIES = re.compile(
    r"^(wagtail(?!snippets_evidence|snippets_authoring|snippets_practice|users_users)|\?)|_results$|:(revisions_\w+|usage|copy)$"
)
# What the editor itself never translates: headings of its tables, choosers named at start-up, values of its filters.
EDITORS = [
    "Actions",
    "Updated",
    "is less than or equal to",
    "Choose source",
    "Choose another source",
    "Edit this source",
]
EDITORS += ["Home", "None", "True"]
ROLES = ("", "trainee", "trainer", "coordinator", "admin")


@pytest.fixture
def world(made_up_language, home_page, region_tree, trainee, trainer, coordinator, admin) -> World:
    """One of everything, and one person of each role."""
    people = {"trainee": trainee, "trainer": trainer, "coordinator": coordinator, "admin": admin}
    return make(people, at=timezone.now())


def names(resolver=None, space=()) -> list[str]:
    """The name of every address of the site."""
    found = []
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            found += names(entry, (*space, entry.namespace) if entry.namespace else space)
        else:
            found.append(":".join([*space, entry.name or "?"]))
    return found


def pages(world: World) -> dict[str, str]:
    """Every address that shows words of ours, by name. An address that needs arguments must be given a sample here."""
    given, found, unknown = arguments(world), {}, []
    for name in dict.fromkeys(names()):
        if name in WORDLESS or LIBRARIES.search(name):
            continue
        try:
            found[name] = reverse(name, args=given.get(name, []))
        except NoReverseMatch:
            unknown.append(name)
    assert unknown == []
    stop = letters.stop_path(world.people["trainee"], "reminder")
    return found | {"the start page": "/", "no such page": "/no/such/page/", "ending letters": stop}


def test_what_nobody_marked_is_found_wherever_it_stands():
    page = """<title>⟦Ａ⟧</title><p>⟦Ｈｅｌｌｏ Jordan⟧</p><p>Plain here, ⟦ｎｏｔ ｈｅｒｅ⟧</p><img alt="Drawn words">
        <a title="Spoken words" href="/plain/words">⟦Ａ⟧</a> <input type="submit" value="Pressed words">
        <script>never("read aloud")</script><p>Jordan, of Toronto, 5G1X-15JM-38TB-47RB-H, a@b.example</p>"""
    found = plain_words(page, kept_words(["Jordan, of Toronto"]))
    assert found == ["Drawn words", "Plain here", "Pressed words", "Spoken words"]


@pytest.mark.parametrize("role", ROLES)
def test_no_page_shows_a_word_that_nobody_marked(client, world, role, made_up_language):
    addresses, plain = pages(world), {}
    kept = kept_words([PASSWORD, "stack-the-stones", "the roster", "basics"])
    in_editor = kept | kept_words([*EDITORS, *_names_in_editor()])
    if role:
        client.force_login(world.people[role])
    for name, address in addresses.items():
        if name == "account_logout" or (role == "trainee" and name == "mfa_reauthenticate_webauthn"):
            continue
        response = client.get(address, headers={"accept-language": made_up_language})
        if "html" not in response.get("Content-Type", ""):
            continue
        html = response.content.decode()
        ours, known = (
            (_our_part(html), in_editor) if name.startswith(("wagtail", "regions", "certifications")) else (html, kept)
        )
        if found := plain_words(ours, known):
            plain[f"{name} ({response.status_code})"] = found
    assert not plain, "\n".join(f"{name}: {words}" for name, words in plain.items())


def _names_in_editor() -> list[str]:
    """What the editor shows although nobody reads it elsewhere: short names in addresses, keys, names of groups."""
    keys = [key for model in (Question, Rubric, Claim, Source) for key in model.objects.values_list("key", flat=True)]
    groups = Group.objects.values_list("name", flat=True)
    return [*Region.objects.values_list("slug", flat=True), *groups, *keys]


def _our_part(html: str) -> str:
    """The page of an editor's view; the frame around it is Wagtail's."""
    found = re.search(r"<main\b.*?</main>", html, re.S)
    return found[0] if found else html


@pytest.mark.parametrize("mode", ["", "answers"])
def test_a_question_is_previewed_whatever_its_name_is_in_the_language(rf, made_up_language, mode):
    assert make_question("first").serve_preview(rf.get("/"), mode).status_code == 200


def test_no_form_refuses_in_a_word_that_nobody_marked(client, world, made_up_language):
    kept = kept_words(["Robin"])
    asked = {"accept-language": made_up_language}
    forms = [
        ("account_login", {"login": "nobody", "password": ""}),
        ("account_signup", {"email": "not an address", "password1": "short"}),
        ("account_reset_password", {"email": "not an address"}),
        ("accounts:language", {"language": "xx"}),
    ]
    for name, data in forms:
        assert plain_words(client.post(reverse(name), data, headers=asked).content.decode(), kept) == [], name
    client.force_login(world.people["trainee"])
    for name, data in [("accounts:settings", {"display_name": ""}), ("accounts:settings", {"display_name": "Robin"})]:
        page = client.post(reverse(name), data, headers=asked, follow=True)
        assert plain_words(page.content.decode(), kept) == [], data


def test_no_letter_says_a_word_that_nobody_marked(client, world, mailoutbox, made_up_language):
    asked = {"accept-language": made_up_language}
    new = {"display_name": "Robin", "email": "new@example.org", "password1": "four quiet stones", "region": ""}
    client.post(reverse("account_signup"), new, headers=asked)
    client.logout()
    for address in ("new@example.org", "trainee@example.org", "stranger@example.org"):
        client.post(reverse("account_reset_password"), {"email": address}, headers=asked)
    client.post(reverse("account_signup"), {**new, "email": "trainee@example.org"}, headers=asked)
    reader = make_user("reader@example.org", language=made_up_language)
    told = {"subject": "A sentence of somebody", "body": "What they wrote.", "action_label": "", "action_path": "/"}
    mailoutbox.append(letters.compose(plain.tell(reader, kind="reminder", dedupe_key="x", **told, at=timezone.now())))
    kept = kept_words(["Robin"])
    assert len(mailoutbox) >= 6
    for mail in mailoutbox:
        assert plain_words_in_text(f"{mail.subject}\n{mail.body}", kept) == [], mail.subject
        assert plain_words(mail.alternatives[0].content, kept) == [], mail.subject


SAID = "Robin Reed"  # whatever a letter repeats of what people wrote
DAYS = ("through", "valid_until", "grace_until", "window_opens_on", "due_on")
HOUR = "2026-03-02T17:00:00+00:00"
RESULT = {"attempt": 1, "quiz": SAID, "handed_in": HOUR, "before": ["1", 2], "after": ["3/2", 2]}
PASSED = [(False, ""), (True, ""), (True, SAID)]
CHOICES = {
    "day": [HOUR],
    "waits_for": [HOUR],
    "code": ["5G1X15JM38TB47RBH"],
    "action": ["acknowledge", "reassess"],
    "reason": [*Ruling.Reason],
    "wanted": ["", SAID],
    "why": ["", SAID],
    "how": [*How],
    "results": [[{**RESULT, "passes_now": passes, "completed": release}] for passes, release in PASSED],
    "note": ["", SAID],
    "outcome": [*Observation.Outcome],
}


def samples(name: str, parameter: inspect.Parameter) -> list[object]:
    """What a fact of a letter may be."""
    if parameter.annotation in (bool, "bool"):
        return [False, True]
    given = CHOICES.get(name) or [{"str": "2026-03-02" if name in DAYS else SAID}.get(parameter.annotation, 2)]
    return given if parameter.default is inspect.Parameter.empty else [*given, parameter.default]


def every_way(say) -> Iterator[dict[str, object]]:
    """Facts for a letter, so that each of its branches is gone through."""
    names = {
        name: samples(name, one.replace(annotation=getattr(one.annotation, "__name__", str(one.annotation))))
        for name, one in inspect.signature(say).parameters.items()
    }
    for chosen in itertools.product(*names.values()):
        yield dict(zip(names, chosen, strict=True))


@pytest.mark.parametrize("name", sorted(name for name in kinds._LETTERS if not name.startswith("plain-")))
def test_every_letter_is_in_the_readers_words_whatever_it_has_to_say(name, made_up_language):
    kept = kept_words([SAID])
    with translation.override(made_up_language):
        for facts in every_way(kinds._LETTERS[name][1]):
            words = kinds.in_words(name, facts)
            text = "\n".join([words.subject, words.body, words.action_label])
            assert plain_words_in_text(text, kept) == [], facts


def test_every_block_of_a_lesson_speaks_the_readers_language(full_lesson, made_up_language):  # noqa: F811
    body = freezing.freeze_lesson(LessonPage.objects.get(pk=full_lesson.pk)).data["body"]
    with translation.override(made_up_language):
        html = rendering.body_html(body)
    assert {block["type"] for block in body} == set(blocks.names())
    assert plain_words(html, kept_words(["TXT", *_texts_of(body)])) == []  # the kind of a file


def test_every_type_of_question_speaks_the_readers_language(client, settings, home_page, made_up_language):
    settings.DEBUG = True  # the style guide shows each of them, asked, answered and explained
    page = client.get(reverse("home:styleguide_questions"), headers={"accept-language": made_up_language})
    assert page.status_code == 200
    assert plain_words(page.content.decode(), kept_words()) == []


def _texts_of(value: object) -> Iterator[str]:
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts_of(one)
    elif isinstance(value, str):
        yield re.sub("<[^>]+>", "|", value)


@pytest.mark.parametrize("stamped", ["", "suspend", "revoke"])
def test_the_certificate_is_printed_in_the_holders_words(made_up_language, admin, stamped):
    curriculum, *_ = factories.small_world()
    holder = make_user("holder@example.org", "Robin Reed", language=made_up_language)
    certificate = factories.certified(holder, curriculum, at=factories.NOON)
    if stamped:
        reason = {"suspend": "concern", "revoke": "no_longer_valid"}[stamped]
        rulings.ACTS[stamped](certificate, reason=reason, note="", by=admin, at=factories.NOON)
    settled = with_validity(Certificate.objects.all(), factories.NOON.date()).get()
    page = pdf.html_of(settled, stamp=pdf.stamp_of(settled))
    assert plain_words(page, kept_words(["verify"])) == []  # in the address
    assert bool(stamped) == bool(pdf.stamp_of(settled))


def test_every_text_of_the_account_librarys_letters_is_ours_and_marked(made_up_language):
    """Letters and messages that no page of this test asks for are held by their templates: nothing outside a mark."""
    unmarked = {}
    for path in sorted(Path("lms/templates").glob("*/*/*.txt")):
        text = re.sub(r"\{% blocktranslate.*?endblocktranslate %\}|\{[%{].*?[%}]\}", "", path.read_text(), flags=re.S)
        if re.search("[A-Za-z]{2}", text):
            unmarked[str(path)] = text
    assert unmarked == {}


def test_scripts_say_nothing_that_nobody_marked():
    """A text with a space in it, or one that begins with a capital, is for people: it stands in gettext or ngettext."""
    unmarked = []
    for path in sorted(FOLDER.parent.glob("*/static/js/*.js")) + sorted(FOLDER.parent.glob("*/static/*/*.js")):
        code = re.sub(r"^\s*//.*$", "", path.read_text(), flags=re.M)
        code = re.sub(r'n?gettext\((?:"[^"]*"(?:,\s*)?)+', "", code)
        unmarked += [f"{path.name}: {text}" for text in re.findall(r'"([A-Z][a-z]+(?: [^"]*)?[^"]{2})"', code)]
    assert [text for text in unmarked if not text.endswith(("Escape", "Enter", "Accept"))] == []


def test_scripts_get_their_words_from_a_file_that_is_kept_for_ever(client, made_up_language):
    page = client.get("/account/login/", headers={"accept-language": made_up_language}).content.decode()
    address = re.search(r'src="(/words/qps/\w+\.js)"', page)[1]
    response = client.get(address)
    assert r'"Copied": "\u27e6' in response.content.decode()
    assert "immutable" in response["Cache-Control"]
    assert "Cookie" not in response.get("Vary", "")
    assert "immutable" not in client.get("/words/fr/another.js")["Cache-Control"]
    assert client.get("/words/xx/another.js").status_code == 404
