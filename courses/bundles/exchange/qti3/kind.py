"""QTI 3.0: out; in, files tell their version themselves."""

from django.utils.translation import gettext_lazy as _

from courses.bundles.exchange.qti.elements import THREE, Version
from courses.bundles.exchange.qti.kind import Qti


class Qti3(Qti):
    order = 35
    label = _("QTI 3.0")
    about = _("The newest version of the standard; otherwise the same.")
    version: Version = THREE


KIND = Qti3()
