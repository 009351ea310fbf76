"""The PDF: what it says, where its QR code leads, names of every script, and that it is kept once."""

import hashlib
import subprocess
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.utils import timezone
from PIL import Image
from pypdf import PdfReader
from pyzbar import pyzbar

from certificates.ledger import codes
from certificates.ledger.models import Certificate
from certificates.proof import pdf, tasks
from certificates.proof.models import CertificateFile
from lms.append_only import AppendOnlyQuerySet
from tests import factories
from tests.factories import NOON
from tests.kept import kept

pytestmark = pytest.mark.django_db


@kept
def certificate(trainee):
    curriculum, *_ = factories.small_world()
    trainee.certificate_name = "Zoë Nguyễn-Παππάς Шевчук"
    trainee.save()
    return factories.certified(trainee, curriculum)


def _picture(data: bytes, tmp_path) -> Image.Image:
    (tmp_path / "certificate.pdf").write_bytes(data)
    subprocess.run(["pdftoppm", "-r", "110", "-png", "certificate.pdf", "page"], cwd=tmp_path, check=True)
    [page] = tmp_path.glob("page*.png")
    return Image.open(page)


def test_it_is_one_tagged_page_that_says_what_was_issued(certificate):
    reader = PdfReader(BytesIO(pdf.render(certificate)))
    text = reader.pages[0].extract_text()
    assert len(reader.pages) == 1
    assert float(reader.pages[0].mediabox.width) > float(reader.pages[0].mediabox.height)
    for words in (
        certificate.facts["scheme"],
        "2 March 2028",
        "SKILLS 1.0.0",
        codes.shown(certificate.code),
        "Noor Lindqvist",
    ):
        assert words in text
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-CA"
    assert reader.metadata.title.startswith("Certificate: ")


def test_every_sign_of_the_name_is_drawn(certificate):
    text = PdfReader(BytesIO(pdf.render(certificate))).pages[0].extract_text()
    assert "Zoë Nguyễn-Παππάς Шевчук" in " ".join(text.split())


def test_the_qr_code_leads_to_the_verify_page(certificate, tmp_path):
    [found] = pyzbar.decode(_picture(pdf.render(certificate), tmp_path))
    assert found.data.decode() == pdf.verify_url(certificate.code)


def test_the_same_facts_give_the_same_bytes(certificate):
    assert pdf.render(certificate) == pdf.render(Certificate.objects.get())


def test_it_is_rendered_once_and_kept(certificate):
    first = pdf.file_of(certificate, at=NOON)
    assert pdf.file_of(certificate, at=NOON) == first
    assert CertificateFile.objects.count() == 1
    with first.file.open("rb") as kept:
        assert hashlib.sha256(kept.read()).hexdigest() == first.sha256
    assert not pdf.missing(since=NOON).exists()


def test_a_file_that_nobody_rendered_is_there_within_minutes(trainee, django_capture_on_commit_callbacks):
    """Whoever was to render it was killed: the next sweep does it, and it does not wait for the night."""
    curriculum, *_ = factories.small_world()
    waiting = factories.certified(trainee, curriculum, at=timezone.now())
    assert not CertificateFile.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        tasks.render_missing()
    assert CertificateFile.objects.get().certificate == waiting
    [pause] = [
        one["schedule"] for one in settings.CELERY_BEAT_SCHEDULE.values() if one["task"] == tasks.render_missing.name
    ]
    assert pause <= 10 * 60


def test_two_who_render_at_once_keep_one_file(certificate, monkeypatch):
    first = pdf.file_of(certificate, at=NOON)
    with monkeypatch.context() as patch:  # the second one looked before the first had finished
        patch.setattr(AppendOnlyQuerySet, "first", lambda self: None)
        second = pdf.file_of(certificate, at=NOON)
    assert second == first
    _folders, names = first.file.storage.listdir(first.file.name.rpartition("/")[0])
    assert [name for name in names if certificate.code in name] == [first.file.name.rpartition("/")[2]]


class Killed(BaseException):
    """The process ends here: nothing that comes after is done."""


def test_a_worker_killed_between_the_bytes_and_their_row_leaves_nothing_behind(certificate, monkeypatch):
    written = FileSystemStorage._save

    def write_and_die(self, *args):
        written(self, *args)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(FileSystemStorage, "_save", write_and_die)
        with pytest.raises(Killed):
            pdf.file_of(certificate, at=NOON)
    assert not CertificateFile.objects.exists()
    kept = pdf.file_of(certificate, at=NOON + timedelta(days=365))
    files = [path.name for path in Path(kept.file.storage.location).rglob(f"{certificate.code}*")]
    assert files == [f"{certificate.code}.pdf"]
    assert kept.file.name.endswith(files[0])


def test_a_long_name_stays_on_the_page(certificate, tmp_path):
    long = Certificate(
        code=certificate.code,
        holder_name="Maximiliana Wilhelmina Constantinopolitan-Featherstonehaugh van der Berg",
        facts=certificate.facts,
        issued_at=certificate.issued_at,
    )
    picture = _picture(pdf.render(long), tmp_path).convert("L")
    # the frame at the right is followed by the paper's margin only
    margin = picture.crop((picture.width - 20, 0, picture.width, picture.height))
    assert margin.getextrema()[0] > 200


def _download(client, certificate) -> bytes:
    client.force_login(certificate.period.user)
    answer = client.get(f"/learn/certificates/{certificate.code}.pdf")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def test_a_lost_or_damaged_file_is_rendered_again_when_somebody_asks(client, certificate):
    """A holder gets their certificate whatever happened to the storage."""
    kept = pdf.file_of(certificate, at=NOON)
    kept.file.storage.delete(kept.file.name)
    assert _download(client, certificate).startswith(b"%PDF")
    kept.file.storage.save(kept.file.name, ContentFile(b"%PDF-cut off"))
    assert len(_download(client, certificate)) > 1000


def test_a_full_disk_keeps_nobody_from_their_certificate(client, certificate, monkeypatch):
    def full(self, *args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("django.core.files.storage.FileSystemStorage._save", full)
    assert len(_download(client, certificate)) > 1000
