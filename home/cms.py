"""What the site's own pages add to the editor's first page."""

from typing import Any

from wagtail.admin.ui.components import Component

from lms import organisation, phrases


class IssuerPanel(Component):
    """Says that no certificate is issued yet, what is still to be decided, and where or by whom."""

    name = "issuer"
    template_name = "home/cms_issuer.html"
    order = 1

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        missing = organisation.kept().missing
        return {"missing": phrases.listed(missing), "request": parent_context["request"]}
