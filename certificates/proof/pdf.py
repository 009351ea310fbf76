"""The certificate as a PDF: tagged, rendered from its frozen facts, kept once."""

import hashlib
import logging
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

import segno
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from certificates.ledger import codes
from certificates.ledger.lifecycle import Validity
from certificates.ledger.models import Certificate
from certificates.proof import designs
from certificates.proof.models import CertificateFile
from lms import dates, languages, phrases
from lms import fonts as typefaces
from lms import pictures as kept

logger = logging.getLogger(__name__)

_FOLDER = designs.FOLDER
_TIGHT, _TIGHTER = 24, 38  # characters from which a name is set smaller


class _OwnFiles(URLFetcher):
    """Reads data addresses and the files of the certificate's design, nothing else."""

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        parsed = urlparse(url)
        path = Path(unquote(parsed.path)).resolve()
        built = settings.BUILT_DIR
        if parsed.scheme == "data" or (parsed.scheme == "file" and (_FOLDER in path.parents or built in path.parents)):
            return super().fetch(url, headers)
        raise ValueError("Certificates use their own files only.")


@lru_cache(maxsize=16)
def _design(design: str, accent: str) -> tuple[CSS, FontConfiguration]:
    """The stylesheet and fonts, read once a process: parsing them is most of the work."""
    fonts = FontConfiguration()
    faces = "".join(map(_face, typefaces.WEIGHTS))
    text = faces + designs.stylesheet(design, accent)
    css = CSS(string=text, base_url=_FOLDER.as_uri() + "/", font_config=fonts, url_fetcher=_OwnFiles())
    return css, fonts


def _face(weight: int) -> str:
    source = typefaces.print_face(settings.BUILT_DIR, weight).as_uri()
    return f"@font-face {{ font-family: 'Cairn Serif'; font-weight: {weight}; src: url('{source}'); }}"


def verify_url(code: str) -> str:
    """The public address that a QR code leads to."""
    return f"{settings.SITE_URL}/verify/{codes.shown(code)}/"


def render(certificate: Certificate, *, stamp: str = "") -> bytes:
    """The PDF of a certificate, A4 landscape. The same facts give the same bytes.

    `stamp` is printed across it: what was decided about the certificate since it was issued.
    """
    css, fonts = _design(certificate.facts.get("design", designs.FIRST), certificate.facts.get("accent", ""))
    options: dict[str, Any] = {"pdf_variant": "pdf/ua-1", "pdf_identifier": certificate.code.encode()}
    html = HTML(string=html_of(certificate, stamp=stamp), base_url=_FOLDER.as_uri() + "/", url_fetcher=_OwnFiles())
    written: bytes = html.write_pdf(stylesheets=[css], font_config=fonts, **options)
    return written


def html_of(certificate: Certificate, *, stamp: str = "", pictures: Mapping[str, str] | None = None) -> str:
    """The page that is printed, in the language frozen with its facts.

    `pictures` are addresses of a logo and a signature, for showing what is not kept yet.
    """
    facts = certificate.facts
    url = verify_url(certificate.code)
    length = len(certificate.holder_name)
    with languages.reading(facts["language"]):
        context = {
            "stamp": stamp,
            **(pictures or _pictures(facts)),
            "facts": facts,
            "holder": certificate.holder_name,
            "size": "tighter" if length > _TIGHTER else "tight" if length > _TIGHT else "wide",
            "code": codes.shown(certificate.code),
            "verify_url": url,
            "verify_place": url.split("://", 1)[1],
            "qr": segno.make(url, error="m", micro=False).svg_data_uri(border=2, dark="#1d2a2e", omitsize=True),
            "issued_at": certificate.issued_at,
            "titles": phrases.listed_html([_title(release) for release in facts["releases"]]),
            "completed_on": date.fromisoformat(facts["completed_on"]),
            "observed_on": certificate.observed_on,
            "valid_until": date.fromisoformat(facts["valid_until"]),
            "hours": _hours(sum(release["minutes"] for release in facts["releases"])),
            "modules": [title for release in facts["releases"] for title in release["modules"]],
        }
        return render_to_string("proof/certificate_print.html", context)


def _pictures(facts: Mapping[str, Any]) -> dict[str, str]:
    """The logo and the signature that were frozen with the facts; older certificates have none."""
    return {name: kept.inline(facts.get(name, "")) for name in ("logo", "signature")}


def _title(release: Mapping[str, Any]) -> str:
    """What a curriculum is called, marked when that is in another language than the certificate."""
    title, language = release["title"], release["language"]
    return format_html('<span lang="{}">{}</span>', language, title) if languages.is_foreign(language) else title


def _hours(minutes: int) -> str:
    """Training time rounded to the nearest half hour, never to nothing."""
    whole, half = divmod(max(1, round(minutes / 30)), 2)
    if not whole:
        return _("half an hour")
    if half:
        return ngettext("%(count)d½ hours", "%(count)d½ hours", whole) % {"count": whole}
    return ngettext("%(count)d hour", "%(count)d hours", whole) % {"count": whole}


def stamp_of(settled: Certificate) -> str:
    """What a copy has to say on its face today, in its language; nothing while no decision stands against it."""
    if settled.validity not in (Validity.REVOKED, Validity.SUSPENDED):
        return ""
    with languages.reading(settled.facts["language"]):
        said = (
            _("Revoked on %(day)s. Not valid.")
            if settled.validity == Validity.REVOKED
            else _("Suspended since %(day)s. Not valid meanwhile.")
        )
        return said % {"day": dates.full(timezone.localdate(settled.ruled_at))}


def file_of(certificate: Certificate, *, at: datetime) -> CertificateFile:
    """The kept PDF, rendered now when it is not there yet. Two at once keep the first."""
    found = CertificateFile.objects.filter(certificate=certificate).first()
    if found is not None:
        return found
    content = render(certificate)
    try:
        return _keep(certificate, content, at)
    except IntegrityError:  # somebody else was quicker
        return CertificateFile.objects.get(certificate=certificate)


@transaction.atomic
def _keep(certificate: Certificate, content: bytes, at: datetime) -> CertificateFile:
    """The row first: it lets one process write at a time. Whoever is killed while writing leaves no row, and bytes where
    the next one puts the same.
    """
    place = f"certificates/{timezone.localdate(certificate.issued_at).year}/{certificate.code}.pdf"
    made = CertificateFile.objects.create(
        certificate=certificate, file=place, sha256=hashlib.sha256(content).hexdigest(), rendered_at=at
    )
    storage = made.file.storage
    if storage.exists(place):
        storage.delete(place)
    storage.save(place, ContentFile(content))
    return made


def content_of(certificate: Certificate, *, at: datetime) -> bytes:
    """The PDF itself. When the kept file is gone or damaged, or none can be kept, it is rendered once more: its facts
    are frozen, so it says the same."""
    try:
        kept = file_of(certificate, at=at)
        with kept.file.open("rb") as opened:
            content: bytes = opened.read()
        if hashlib.sha256(content).hexdigest() == kept.sha256:
            return content
        logger.error("The file of certificate %s is not what was rendered.", certificate.code)
    except DatabaseError:
        raise
    except Exception as error:  # whatever a storage raises: the holder gets their certificate
        logger.error("The file of certificate %s cannot be kept or read: %s", certificate.code, error)
    return render(certificate)


def missing(*, since: datetime) -> QuerySet[Certificate]:
    """Certificates issued since then whose PDF has not been rendered."""
    return Certificate.objects.filter(issued_at__gte=since, pdf__isnull=True)
