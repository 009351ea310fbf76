"""What an organisation decides about its site, and the pictures that go with it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting

from lms.append_only import AppendOnly


class Picture(AppendOnly):
    """A logo or a signature, stored once under the SHA-256 of its bytes, so that what printed it prints it for ever."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    content = models.BinaryField(help_text="A PNG of at most a few hundred kilobytes.")
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return self.sha256[:8]


class Organisation(BaseGenericSetting, models.Model):
    """The one row of what the organisation has decided; written by `lms.organisation.decide` only."""

    name = models.CharField(
        _("name of the organisation"), max_length=120, blank=True, help_text=_("The issuer printed on certificates.")
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        blank=True,
        help_text=_("Certificates are valid through whole days in this zone."),
    )
    logo = models.ForeignKey(Picture, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    accent = models.CharField(
        _("accent colour"), max_length=7, blank=True, help_text=_("Of links and buttons, for example #1f5f57.")
    )
    accent_dark = models.CharField(
        _("accent colour on dark"),
        max_length=7,
        blank=True,
        help_text=_("For people who read on a dark screen. Left empty, a lighter tone of the accent colour is used."),
    )
    letters_name = models.CharField(_("sender of letters"), max_length=100, blank=True)
    letters_address = models.EmailField(_("address letters come from"), blank=True)
    contact_address = models.EmailField(
        _("address for questions"), blank=True, help_text=_("Where answers to letters go, and where people can ask.")
    )
    signatory_name = models.CharField(_("who signs certificates"), max_length=100, blank=True)
    signatory_title = models.CharField(_("title of who signs"), max_length=100, blank=True)
    signature = models.ForeignKey(Picture, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    design = models.CharField(_("look of certificates"), max_length=20, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisation")
