"""A certificate that nobody holds, for showing how certificates would look."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from certificates.ledger import validity
from certificates.ledger.models import Certificate, Certification
from certificates.proof import designs, pdf
from lms import fonts as typefaces
from lms import organisation

_CODE = "0000000000000000"


def page(facts: organisation.Facts, *, pictures: Mapping[str, str], at: datetime) -> str:
    """The printed page for a browser, in the reader's language; `pictures` are addresses of the logo and the signature."""
    design = facts.design or organisation.default_design()
    html = pdf.html_of(_certificate(facts, design, at), pictures=pictures)
    style = "".join(map(_face, typefaces.WEIGHTS)) + designs.stylesheet(design, facts.accent)
    ground = style.split("background:", 1)[1].split(";", 1)[0]
    sheet = f"html {{ background: {ground}; overflow: hidden; }} body {{ width: 297mm; height: 210mm; position: relative; }}"
    # our own stylesheet and a colour that was checked; nothing of it was typed by anybody
    added = format_html("<style>{}</style></head>", mark_safe(style + sheet))  # noqa: S308
    return html.replace("</head>", added, 1)


def _face(weight: int) -> str:
    file = typefaces.print_face(settings.BUILT_DIR, weight)
    return f"@font-face {{ font-family: 'Cairn Serif'; font-weight: {weight}; src: url('{static(f'print/{file.name}')}'); }}"


def _certificate(facts: organisation.Facts, design: str, at: datetime) -> Certificate:
    day = timezone.localdate(at)
    scheme = Certification.objects.filter(active=True).first()
    language = (get_language() or "en").split("-")[0]
    days = validity.days_for(validity.Rules.of(scheme) if scheme else validity.Rules(), day)
    return Certificate(
        code=_CODE,
        holder_name=_("Jordan Ellery"),
        issued_at=at,
        facts={
            "language": language,
            "scheme": scheme.name if scheme else _("Meeting Facilitator"),
            "description": scheme.description
            if scheme
            else _("Leads mutual-aid meetings, within the limits of a peer-led group."),
            "issuer": facts.name or _("Your organisation"),
            "signatory_name": facts.signatory_name or _("Name of who signs"),
            "signatory_title": facts.signatory_title,
            "design": design,
            "accent": facts.accent,
            "completed_on": day.isoformat(),
            "valid_from": day.isoformat(),
            "valid_until": days.valid_until.isoformat(),
            "releases": [
                {
                    "name": _("SAMPLE %(number)s") % {"number": "1.0.0"},
                    "title": _("Leading a meeting"),
                    "language": language,
                    "minutes": 540,
                    "modules": [_("Opening a meeting"), _("Listening"), _("When it gets difficult"), _("Closing well")],
                }
            ],
        },
    )
