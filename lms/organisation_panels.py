"""How the editor lays out what the organisation decides."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList

from lms.organisation_form import OrganisationForm


def handler() -> ObjectList:
    """Who it is, how it looks, who writes, who signs; and beside the last what is printed."""
    return ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("name"),
                    FieldPanel("time_zone"),
                    FieldPanel("zone_confirmed"),
                ],
                heading=_("Who we are"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("logo_file"),
                    FieldPanel("logo_away"),
                    FieldRowPanel([FieldPanel("accent"), FieldPanel("accent_dark")]),
                ],
                heading=_("How the site looks"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("letters_name"), FieldPanel("letters_address")]),
                    FieldPanel("contact_address"),
                ],
                heading=_("Letters"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("signatory_name"), FieldPanel("signatory_title")]),
                    FieldPanel("signature_file"),
                    FieldPanel("signature_away"),
                    FieldPanel("design"),
                    HelpPanel(template="lms/certificate_preview.html"),
                ],
                heading=_("Certificates"),
            ),
        ],
        base_form_class=OrganisationForm,
    )
