"""What practice adds to the editor: rubrics."""

from wagtail.snippets.models import register_snippet

from courses.practice.cms import RubricViewSet

register_snippet(RubricViewSet)
