"""What accounts add to the frame, the roles and the log."""

from django.utils.translation import gettext_lazy as _

from accounts import access_log, person_changes, roles
from lms import nav, places

places.declare(settings="accounts:settings", language="accounts:language", name="accounts:name")
nav.declare(
    nav.Link("account", "accounts:settings", _("Account settings"), 10, nav.to_members, exact=True, icon="settings"),
)
roles.declare(roles.TRAINERS, "wagtailadmin.access_admin")
roles.declare(
    roles.ADMINISTRATORS,
    "wagtailadmin.access_admin",
    "accounts.add_user",
    "accounts.change_user",
    "accounts.add_region",
    "accounts.change_region",
    "lms.change_organisation",
)
access_log.declare(
    view=_("%(viewer)s opened your record"),
    export=_("%(viewer)s exported a list with your record"),
    deactivate=_("%(viewer)s closed your account"),
    close_own=_("%(viewer)s closed this account"),
    anonymise=_("%(viewer)s anonymised your account"),
    reactivate=_("%(viewer)s opened your account again"),
    change_names=_("%(viewer)s changed your name"),
    change_address=_("%(viewer)s changed your e-mail address"),
    change_password=_("%(viewer)s changed your password"),
    change_region=_("%(viewer)s changed your region"),
    keep_region=_("%(viewer)s did not agree to a change of region"),
    change_roles=_("%(viewer)s changed what you may do here"),
)
access_log.declare_detail("change_roles", person_changes.roles_in_words)
