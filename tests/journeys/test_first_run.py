"""The first administrator of an empty site, on a phone: from the login to a site that issues certificates."""

from io import BytesIO

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, Person
from tests.journeys.site import PASSWORD, Site

pytestmark = pytest.mark.journey
_ADMIN = f"""
from allauth.account.models import EmailAddress
from accounts.models import User
person = User.objects.create_superuser("first@example.org", {PASSWORD!r}, display_name="Noor")
EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
"""


class EmptySite(Site):
    """Migrated, and nothing else but somebody to run it."""

    SETTING_UP = (*Site.SETTING_UP, ("shell", "-c", _ADMIN))


def _signature() -> dict:
    drawn = BytesIO()
    picture = Image.new("RGBA", (300, 100))
    ImageDraw.Draw(picture).line([(10, 80), (90, 20), (150, 90), (290, 40)], fill="#1d2a2e", width=6)
    picture.save(drawn, "PNG")
    return {"name": "signature.png", "mimeType": "image/png", "buffer": drawn.getvalue()}


def test_an_empty_site_is_set_up_in_one_sitting(browser, tmp_path_factory):
    with EmptySite(tmp_path_factory.mktemp("empty")) as site:
        stranger = Person(browser, site, PHONE, "dark")
        expect(stranger.open("/").get_by_role("heading", name="being set up")).to_be_visible()

        admin = Person(browser, site, PHONE).log_in("first@example.org")
        page = admin.page
        admin.look()
        expect(page.get_by_role("heading", name="Set up the site")).to_be_visible()
        page.get_by_label("Name of the organisation").fill("Northern Groups")
        page.get_by_label("Time zone").select_option("America/Edmonton")
        page.get_by_label("Who signs certificates").fill("Ana Ruiz")
        page.get_by_label("Signature").set_input_files(_signature())
        page.get_by_label("Classic").check()
        expect(page.frame_locator("iframe").get_by_text("Ana Ruiz")).to_be_visible()

        # a colour that cannot be read and a slip in the list: both are named, nothing is lost
        page.get_by_label("Accent colour", exact=False).first.fill("#ffd400")
        page.get_by_role("textbox", name="Regions").fill("  Ontario\n")
        admin.press("Set up the site")
        expect(page.get_by_role("alert").first).to_contain_text("cannot be read well enough")
        expect(page.get_by_label("Name of the organisation")).to_have_value("Northern Groups")
        page.get_by_label("Accent colour", exact=False).first.fill("#7a2f5d")
        page.get_by_role("textbox", name="Regions").fill("Canada\n  Ontario\n    Ottawa\n")
        admin.press("Check the list")
        expect(page.get_by_role("status").filter(has_text="3 regions")).to_be_visible()
        page.get_by_label("Signature").set_input_files(_signature())
        admin.press("Set up the site")
        expect(page.get_by_role("heading", name="What comes next")).to_be_visible()
        admin.open("/learn/")
        expect(page.get_by_role("heading", name="Hello Noor")).to_be_visible()

        stranger.open("/")
        expect(stranger.page.get_by_role("heading", level=1)).to_contain_text("good meeting")
        stranger.press("Privacy", role="link")
        expect(stranger.page.get_by_role("heading", level=1)).to_have_text("Privacy")
        for one in (admin, stranger):
            one.context.close()
