"""The looks of certificates: few, each whole, and none ever changed under a certificate that was issued in it."""

import hashlib
from datetime import UTC, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from certificates.proof import designs, pdf, sample
from lms import organisation
from tests import factories

pytestmark = pytest.mark.django_db
# A look never changes. Whoever wants a better one gives it a name of its own, and adds its line here.
_KEPT = {
    "stones": "a7dad4e2420fa2f8",
    "classic": "6055d8f171a645dc",
    "plain": "df1c2351ce23383f",
}


def test_a_look_never_changes():
    found = {name: hashlib.sha256(designs.stylesheet(name, "").encode()).hexdigest()[:16] for name in designs.LOOKS}
    assert found == _KEPT


@pytest.mark.parametrize("design", designs.LOOKS)
def test_every_look_is_one_tagged_page_with_logo_and_signature(trainee, design):
    logo, signature = factories.make_picture("#7a2f5d"), factories.make_picture()
    curriculum, *_ = factories.small_world()
    organisation.decide({"design": design, "accent": "#7a2f5d", "logo": logo, "signature": signature})
    certificate = factories.certified(trainee, curriculum)
    organisation.decide({"design": "plain", "accent": "", "logo": "", "signature": "", "signatory_name": "Another"})
    reader = PdfReader(BytesIO(pdf.render(certificate)))
    [page] = reader.pages
    assert len(page.images) == 2
    assert "Noor Lindqvist" in page.extract_text()
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert certificate.facts["design"] == design


def test_a_signature_is_printed_over_the_name_it_belongs_to_only(trainee):
    curriculum, *_ = factories.small_world(signatory_name="Somebody Else", signatory_title="Examiner")
    organisation.decide({"signature": factories.make_picture()})
    facts = factories.certified(trainee, curriculum).facts
    assert (facts["signatory_name"], facts["signature"]) == ("Somebody Else", "")


def test_a_certificate_of_an_earlier_day_is_drawn_as_it_was(trainee):
    curriculum, *_ = factories.small_world()
    certificate = factories.certified(trainee, curriculum)
    later = pdf.html_of(certificate)
    for name in ("design", "logo", "signature", "accent"):
        del certificate.facts[name]
    assert pdf.html_of(certificate) == later


def test_the_sample_shows_what_the_form_would_decide_and_keeps_nothing(client, admin, trainee):
    client.force_login(trainee)
    assert client.get("/set-up/certificate/").status_code == 403
    client.force_login(admin)
    sent = {"name": "Southern <b>Groups", "design": "classic", "accent": "#7a2f5d", "signatory_name": "Ana Ruiz"}
    words = client.post("/set-up/certificate/", sent).content.decode()
    assert "Southern &lt;b&gt;Groups" in words
    assert "Ana Ruiz" in words
    assert "#7a2f5d" in words
    assert organisation.kept() == organisation.Facts()
    for accent in ("red", "</style>"):
        answer = client.post("/set-up/certificate/", {**sent, "accent": accent}).content.decode()
        assert answer.count("</style>") == 1


def test_the_sample_says_what_is_missing_in_the_look_that_sites_begin_with():
    words = sample.page(organisation.Facts(), pictures={}, at=datetime(2026, 3, 2, tzinfo=UTC))
    assert "Your organisation" in words
