"""What notices add to the frame."""

from django.utils.translation import gettext_lazy as _

from lms import nav, places

places.declare(inbox="notices:inbox")
nav.declare(nav.Link("main", "notices:inbox", _("Notices"), 20, nav.to_members, extra="notices/_unread.html"))
