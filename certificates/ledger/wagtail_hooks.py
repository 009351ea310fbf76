"""Certification schemes in the editor, for administrators."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import DeleteView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.models import Page

from certificates.ledger.models import Certification
from courses.authoring.models import CurriculumPage
from lms import phrases


class SchemeForm(WagtailAdminModelForm):
    """A scheme asks for practice in something that it teaches."""

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean()
        if (rubric := found.get("rubric")) and rubric.curriculum_id not in {
            one.pk for one in found.get("curricula", [])
        }:
            self.add_error(
                "rubric", gettext("This rubric belongs to another curriculum. Choose one of the curricula above.")
            )
        return found


class DeleteCertificationView(DeleteView):
    """A scheme under which somebody was certified is switched off, not deleted."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.object.periods.exists():
            messages.error(
                request, gettext("Certificates rest on this scheme. Untick “active” to stop issuing new ones.")
            )
            return redirect(reverse("certifications:edit", args=[self.object.pk]))
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response


class CertificationViewSet(ModelViewSet):
    """What must be completed, and for how long the certificate holds."""

    model = Certification
    name = "certifications"
    url_prefix = "certifications"
    icon = "success"
    menu_label = _("Certifications")
    menu_order = 620
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    delete_view_class = DeleteCertificationView
    list_display = [
        "name",
        Column("validity_months", label=_("Valid for (months)"), sort_key="validity_months"),
        Column("date_mode", label=_("Dates"), accessor="get_date_mode_display"),
        BooleanColumn("active", label=_("Active"), sort_key="active"),
    ]
    search_fields = ["name"]
    edit_handler = ObjectList(
        [
            HelpPanel(
                content=format_lazy(
                    "<p>{}</p>",
                    _(
                        "The rules and the curricula are copied into each certificate when it is issued. Changing them here "
                        "moves no date that was promised to anybody, and asks nothing of holders before they renew."
                    ),
                )
            ),
            FieldPanel("name"),
            FieldPanel("slug"),
            FieldPanel("description"),
            MultiFieldPanel(
                [FieldPanel("purpose"), FieldPanel("allows"), FieldPanel("does_not_allow")],
                heading=_("The public page"),
            ),
            FieldPanel("curricula", widget=forms.CheckboxSelectMultiple),
            FieldPanel("rubric", widget=forms.Select),
            MultiFieldPanel(
                [
                    FieldRowPanel(
                        [FieldPanel("validity_months"), FieldPanel("window_months"), FieldPanel("grace_days")]
                    ),
                    FieldRowPanel([FieldPanel("may_facilitate_in_grace"), FieldPanel("may_facilitate_while_overdue")]),
                    FieldRowPanel([FieldPanel("date_mode"), FieldPanel("minimum_months")]),
                ],
                heading=_("Dates"),
            ),
            FieldRowPanel([FieldPanel("signatory_name"), FieldPanel("signatory_title")]),
            FieldPanel("active"),
        ],
        base_form_class=SchemeForm,
    )


@hooks.register("register_admin_viewset")
def certifications() -> CertificationViewSet:
    return CertificationViewSet()


@hooks.register("before_delete_page")
def keep_required_curriculum(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A curriculum that a certification asks for is not deleted."""
    curricula = CurriculumPage.objects.descendant_of(page, inclusive=True)
    schemes = Certification.objects.filter(curricula__in=curricula).distinct()
    if not schemes:
        return None
    names = phrases.listed([scheme.name for scheme in schemes])
    words = ngettext(
        "This cannot be deleted: the certification %(names)s asks for it. Take it out of there first.",
        "This cannot be deleted: the certifications %(names)s ask for it. Take it out of there first.",
        len(schemes),
    )
    messages.error(request, words % {"names": names})
    return redirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))
