"""The editor's first page, while the site is not set up."""

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.ui.components import Component

from home.cms import IssuerPanel
from lms import organisation


@hooks.register("construct_homepage_panels", order=100)  # after the desk, so that it stands above what waits there
def say_that_no_certificate_is_issued(request: HttpRequest, panels: list[Component]) -> None:
    """On top of everything, until it is known who issues certificates."""
    if not organisation.now().is_decided:
        panels.insert(0, IssuerPanel())
