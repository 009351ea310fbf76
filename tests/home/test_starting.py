"""A site out of an empty database: made once, finished when it was left half done, and never over what people did."""

from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from wagtail.models import Page, Site

from accounts.models import Region
from courses.authoring.models import CurriculumIndexPage
from home import starting
from home.models import HomePage, TextPage
from lms import organisation
from lms.models import Organisation
from lms.refusals import Refusal

pytestmark = pytest.mark.django_db
_ENVIRONMENT = {
    "name": "Northern Groups",
    "time_zone": "America/Edmonton",
    "letters_name": "Northern Groups",
    "letters_address": "post@example.net",
    "signatory_name": "Ana Ruiz",
    "signatory_title": "Chair",
}
_REGIONS = "Canada\n  Ontario\n    Toronto\n    Ottawa\n  Québec\n"


@pytest.fixture(autouse=True)
def _new_site():
    cache.clear()


def _run(**options):
    out = StringIO()
    call_command("setup_site", no_input=True, stdout=out, **options)
    return out.getvalue()


def test_one_command_makes_a_site_that_issues_certificates(settings, client, tmp_path):
    settings.ORGANISATION_STARTS_WITH = _ENVIRONMENT
    (tmp_path / "regions.txt").write_text(_REGIONS)
    assert "Northern Groups issues its certificates." in _run(regions=tmp_path / "regions.txt")
    assert organisation.kept().is_decided
    assert [str(region) for region in Region.objects.order_by("path")] == [
        "Canada",
        "Ontario",
        "Ottawa",
        "Toronto",
        "Québec",
    ]
    site = Site.objects.get()
    assert (site.root_page.specific, CurriculumIndexPage.objects.count()) == (HomePage.objects.get(), 1)
    assert not Page.objects.filter(title__startswith="Welcome to your new Wagtail").exists()
    assert client.get("/").status_code == client.get("/curricula/").status_code == 200


def test_running_it_again_changes_nothing_that_people_edited(settings):
    settings.ORGANISATION_STARTS_WITH = _ENVIRONMENT
    _run()
    TextPage.objects.filter(subject="privacy").update(title="How we treat you")
    HomePage.objects.update(headline="Our own words")
    organisation.decide({"name": "Another Name"})
    before = (list(Page.objects.values()), Organisation.objects.values().get())
    _run()
    assert (list(Page.objects.values()), Organisation.objects.values().get()) == before
    assert HomePage.objects.get().headline == "Our own words"


def test_what_was_half_done_is_finished(settings, client):
    settings.ORGANISATION_STARTS_WITH = {"name": "Northern Groups"}
    Page.objects.get(depth=1).add_child(instance=HomePage(title="Ours", slug="ours", headline="Ours", lead="Ours."))
    assert "Still to decide: the time zone, who signs." in _run()
    assert Site.objects.get().root_page.title == "Ours"
    settings.ORGANISATION_STARTS_WITH = _ENVIRONMENT
    assert "The site is set up" in _run()
    assert TextPage.objects.count() == 3


def test_a_site_that_begins_elsewhere_goes_on_there():
    site = Site.objects.get()
    site.root_page.title = "A page that somebody wrote"
    site.root_page.save()
    starting.make_pages()
    assert Site.objects.get().root_page_id == site.root_page_id


def test_a_list_with_a_mistake_makes_nothing(tmp_path):
    (tmp_path / "regions.txt").write_text("Canada\n   \n> Ontario\n")
    with pytest.raises(CommandError, match="Line 3: there is no name before or after"):
        _run(regions=tmp_path / "regions.txt")
    assert not HomePage.objects.exists()
    assert not Region.objects.exists()


def test_a_decision_that_cannot_be_kept_makes_nothing():
    with pytest.raises(Refusal, match="no time zone Mars"):
        starting.set_up({"name": "Northern Groups", "time_zone": "Mars"}, regions=_REGIONS)
    assert not HomePage.objects.exists()
    assert not Region.objects.exists()


@pytest.mark.parametrize(("language", "title"), [("en", "Privacy"), ("fr", "Vie privée")])
def test_legal_pages_speak_the_readers_language_before_and_after_setting_up(client, language, title):
    before = client.get("/privacy/", headers={"accept-language": language}).content.decode()
    starting.make_pages()
    after = client.get("/privacy/", headers={"accept-language": language}).content.decode()
    assert f"<h1>{title}</h1>" in before
    assert f"<h1>{title}</h1>" in after
    TextPage.objects.filter(subject="privacy").update(title="Our own", live=True)
    TextPage.objects.get(subject="privacy").translations.all().delete()
    assert "<h1>Our own</h1>" in client.get("/privacy/", headers={"accept-language": language}).content.decode()


def test_strangers_find_a_calm_page_and_whoever_runs_the_site_the_way_on(client, admin, trainee):
    assert "This site is being set up" in client.get("/").content.decode()
    client.force_login(trainee)
    assert client.get("/set-up/").status_code == 403
    assert client.get("/learn/").status_code == 200
    client.force_login(admin)
    assert client.get("/learn/").headers["Location"] == "/set-up/"


def test_the_page_sets_the_site_up_and_says_what_comes_next(client, admin):
    client.force_login(admin)
    sent = {**_ENVIRONMENT, "regions": _REGIONS, "design": "classic"}
    checked = client.post("/set-up/", {**sent, "check": "1"})
    assert "5 regions" in checked.content.decode()
    assert not HomePage.objects.exists()
    done = client.post("/set-up/", sent, follow=True)
    assert "What comes next" in done.content.decode()
    for way in ("/desk/curricula/new/", "/desk/curricula/bundle/"):
        assert f'href="{way}"' in done.content.decode()
    assert (organisation.kept().design, Region.objects.filter(slug="ottawa").count()) == ("classic", 1)


def test_a_page_with_mistakes_says_each_and_keeps_what_was_typed(client, admin):
    client.force_login(admin)
    sent = {**_ENVIRONMENT, "accent": "#ffff00", "regions": "  Ontario"}
    answer = client.post("/set-up/", sent)
    words = answer.content.decode()
    assert answer.status_code == 400
    assert "cannot be read well enough" in words
    assert "Line 1 is indented" in words
    assert "Northern Groups" in words
    assert not organisation.kept().name


def test_whoever_runs_a_new_site_is_led_to_its_first_curriculum(client, admin):
    client.force_login(admin)
    assert client.get("/desk/curricula/new/").headers["Location"] == "/set-up/"  # there is nothing to put it in yet
    starting.make_pages()
    form = client.get("/desk/curricula/new/", follow=True)
    assert form.request["PATH_INFO"].startswith("/cms/pages/add/authoring/curriculumpage/")
    assert form.status_code == 200
    for page in ("/cms/", "/desk/releases/"):
        words = client.get(page).content.decode()
        assert 'href="/desk/curricula/new/"' in words
        assert "An administrator can make you" not in words
