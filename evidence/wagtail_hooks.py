"""What the evidence adds to the editor."""

from wagtail.snippets.models import register_snippet

from evidence.cms import EvidenceGroup

register_snippet(EvidenceGroup)
