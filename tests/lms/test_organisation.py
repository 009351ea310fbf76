"""What an organisation decides: kept once, read cheaply, and changed by nobody in silence."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image
from wagtail.models import ModelLogEntry

from lms import colours, letters, organisation, pictures, zone
from lms.models import Organisation
from lms.refusals import Refusal
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_decided():
    cache.clear()
    yield
    timezone.deactivate()


def test_a_new_site_says_what_it_was_started_with_and_has_decided_nothing(settings):
    settings.ORGANISATION_STARTS_WITH = {"name": "Northern Groups"}
    assert (organisation.now().name, organisation.kept()) == ("Northern Groups", organisation.Facts())


def test_what_a_site_starts_with_is_not_yet_decided(settings):
    """An environment that says everything issues nothing by itself, and nothing may say that it does."""
    settings.ORGANISATION_STARTS_WITH = {
        "name": "Northern Groups",
        "time_zone": "America/Edmonton",
        "signatory_name": "Ana",
    }
    assert not organisation.now().is_decided
    assert organisation.decide(settings.ORGANISATION_STARTS_WITH).is_decided


def test_a_decision_shows_at_once_and_is_asked_for_once(django_assert_num_queries, django_capture_on_commit_callbacks):
    organisation.now()
    with django_capture_on_commit_callbacks(execute=True):
        organisation.decide({"name": "Northern Groups"})
    with django_assert_num_queries(0):
        assert organisation.now().name == "Northern Groups"


def test_each_decision_is_told_in_the_history_and_one_that_changes_nothing_is_not(admin):
    organisation.decide({"name": "Northern Groups", "accent": "#1f5f57"}, by=admin)
    organisation.decide({"name": "Northern Groups"}, by=admin)
    [entry] = ModelLogEntry.objects.filter(action="lms.decide")
    assert (entry.user, entry.data) == (admin, {"changed": ["name", "accent"]})
    assert Organisation.objects.get().version == 1


def test_the_zone_moves_no_promised_day_in_silence(trainee):
    curriculum, *_ = factories.small_world()
    organisation.decide({"time_zone": "America/Halifax"})
    factories.certified(trainee, curriculum)
    with pytest.raises(Refusal, match="begin and end some hours earlier or later"):
        organisation.decide({"time_zone": "Australia/Sydney"})
    assert organisation.kept().time_zone == "America/Halifax"
    assert organisation.decide({"time_zone": "Australia/Sydney"}, zone_confirmed=True).time_zone == "Australia/Sydney"


def test_days_are_counted_where_the_organisation_is(client):
    evening = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)
    organisation.decide({"name": "Southern Groups", "time_zone": "Australia/Sydney"})
    zone.activate()
    assert timezone.localdate(evening) == date(2026, 3, 3)
    timezone.deactivate()
    client.get("/verify/")
    assert timezone.localdate(evening) == date(2026, 3, 3)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"time_zone": "Toronto"}, "no time zone Toronto"),
        ({"accent": "green"}, "not a colour"),
        ({"accent": "#7fc9b8"}, "cannot be read well enough on light"),
        ({"accent_dark": "#1f5f57"}, "cannot be read well enough on dark"),
        ({"design": "marble"}, "no look of certificates called marble"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_is_kept(changes, words):
    with pytest.raises(Refusal, match=words):
        organisation.decide({"name": "Northern Groups", **changes})
    assert organisation.kept().name == ""


@pytest.mark.parametrize("accent", ["#1f5f57", "#7a2f5d", "#0b3d91", "#5c3a00"])
def test_every_tone_of_an_accent_can_be_read_on_light_and_on_dark(accent):
    assert colours.wrong_with(accent, colours.dark_of(accent)) == []


def test_letters_come_from_the_organisation_and_answers_go_where_it_says():
    organisation.decide(
        {"name": "Northern Groups", "letters_address": "post@example.net", "contact_address": "ask@example.net"}
    )
    cache.clear()
    made = letters.letter(to="one@example.org", subject="Hello", parts=[])
    assert (made.from_email, made.reply_to) == ("Northern Groups <post@example.net>", ["ask@example.net"])


def test_a_picture_is_kept_once_without_what_else_its_file_held():
    drawn = BytesIO()
    Image.new("RGB", (2400, 800), "#1f5f57").save(drawn, "JPEG", exif=b"Exif\0\0taken by somebody")
    kept = {pictures.keep(pictures.read(ContentFile(drawn.getvalue()))) for _ in range(2)}
    [sha256] = kept
    assert b"somebody" not in pictures.content(sha256)
    assert Image.open(BytesIO(pictures.content(sha256))).size == (1200, 400)


def test_what_is_no_picture_is_refused_in_words():
    with pytest.raises(Refusal, match="not a picture"):
        pictures.read(ContentFile(b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"))


def test_administrators_decide_in_the_editor_and_nobody_else(client, admin, trainer):
    client.force_login(trainer)
    organisation.decide({"letters_name": "Cairn"})
    client.post(f"/cms/settings/lms/organisation/{Organisation.objects.get().pk}/", {"name": "Taken over"})
    assert organisation.kept().name == ""
    client.force_login(admin)
    page = client.get("/cms/settings/lms/organisation/", follow=True)
    sent = {"name": "Northern Groups", "time_zone": "America/Edmonton", "signatory_name": "Ana", "design": "plain"}
    address = page.redirect_chain[-1][0]
    answer = client.post(address, {**sent, "logo_file": _upload()})
    assert answer.status_code == 302
    facts = organisation.kept()
    assert (facts.name, facts.design, facts.is_decided) == ("Northern Groups", "plain", True)
    refused = client.post(address, {**sent, "accent": "#ffff00"}).content.decode()
    assert "cannot be read well enough" in refused
    cache.clear()
    assert client.get(f"/organisation/logo/{facts.logo}.png").headers["Content-Type"] == "image/png"


def test_a_signature_is_handed_out_to_nobody(client, admin):
    signature = factories.make_picture()
    organisation.decide({"name": "Northern Groups", "signature": signature})
    cache.clear()
    client.force_login(admin)
    assert client.get(f"/organisation/logo/{signature}.png").status_code == 404


def test_pages_wear_the_colours_of_the_organisation(client):
    organisation.decide({"name": "Northern Groups", "accent": "#7a2f5d"})
    cache.clear()
    assert 'href="/organisation/colours/1.css"' in client.get("/verify/").content.decode()
    css = client.get("/organisation/colours/1.css")
    assert "--pine:#7a2f5d" in css.content.decode()
    assert client.get("/organisation/colours/2.css").status_code == 404


def _upload():
    drawn = BytesIO()
    Image.new("RGB", (60, 20), "#7a2f5d").save(drawn, "PNG")
    return SimpleUploadedFile("logo.png", drawn.getvalue(), "image/png")
