"""What the site's own pages add to the frame."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lms import nav, places

places.declare(
    my_training="home:my_training",
    mailbox="home:mailbox",
    theme="home:theme",
    set_up="home:set_up",
    help="home:help",
    own_data="home:own_data",
)


def _on_trial(request: HttpRequest) -> bool:
    return bool(settings.DEBUG)


nav.declare(
    nav.Link("main", "home:my_training", _("My training"), 10, nav.to_members, exact=True),
    nav.Link("foot", "home:help", _("Help and contact"), 21),
    nav.Link("foot", "home:privacy", _("Privacy"), 22),
    nav.Link("foot", "home:terms", _("Terms of use"), 24),
    nav.Link("foot", "home:accessibility", _("Accessibility"), 26),
    nav.Link("foot", "home:mailbox", _("Mailbox of this trial site"), 30, _on_trial),
    nav.Link("foot", "home:styleguide", _("Style guide"), 40, _on_trial),
)
