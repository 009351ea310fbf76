"""How the account library speaks: in our words, and its letters look like all the others."""

from contextlib import nullcontext
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as library_context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.sites.shortcuts import get_current_site
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import failed_logins, letters, roles
from accounts.models import FailedLogin, User
from lms import places
from lms.languages import reading
from lms.letters import letter, parts_of

# The first page of each role; of several, the first one counts.
_FIRST_PAGES = ((roles.ADMINISTRATORS, "operations"), (roles.COORDINATORS, "desk"), (roles.TRAINERS, "workbench"))


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed. Your region's coordinator can tell you more."),
        "email_password_mismatch": _("Address and password do not go together. Please check both for typos."),
        "email_taken": _("There is an account with this address already."),
        "duplicate_email": _("This is your address already."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_code": _("This code is not right. Codes change every half minute; please try the one shown now."),
        "incorrect_password": _("This is not your password. Please check it for typos."),
        "invalid_password_reset": _("This link was used already or is too old. Please ask for a new one."),
        "same_as_current": _("This is your address already."),
        "too_many_login_attempts": _("There were several wrong tries, so we pause. Please try again in five minutes."),
        "unverified_primary_email": _("Please confirm the address first, with the link in the letter we sent."),
        "rate_limited": _("There were many tries in a short time. Please wait a few minutes."),
    }

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where somebody lands who was not on the way anywhere: each role has its own first page, others their training."""
        assert request.user.is_authenticated  # the library asks after the login
        for role, place in _FIRST_PAGES:
            if roles.holds(request.user, role) and place in places.declared():
                return places.address(place)
        return str(super().get_login_redirect_url(request))

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Called by the library for every wrong password, at the login and where it is asked for once more."""
        failed_logins.note(
            str(credentials.get("email") or credentials.get("login") or ""),
            step=FailedLogin.Step.PASSWORD,
            ip=self.get_client_ip(request),
            user_agent=request.headers.get("User-Agent", ""),
            at=timezone.now(),
        )

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put in the post, not sent within the request: a mail server that is away or slow holds nobody up."""
        request = library_context.request
        everything = {"request": request, "email": email, "current_site": get_current_site(request), **context}
        letters.post(self.render_mail(template_prefix, email, everything), at=timezone.now())

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMultiAlternatives:
        """Text and HTML from the one text template; a paragraph reading [Label](address) becomes the button.

        In the language of the account it is about; where there is none yet, of the page it was asked for on.
        """
        user = context.get("user")
        known = user if user is not None and user.is_authenticated else None
        with reading(known.language) if known and known.language else nullcontext():
            return self._words(template_prefix, email if isinstance(email, str) else email[0], context, known, headers)

    def _words(
        self, prefix: str, to: str, context: dict[str, Any], user: User | None, headers: dict[str, str] | None
    ) -> EmailMultiAlternatives:
        context = {**context, "site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}
        name = user.get_short_name() if user else ""
        return letter(
            to=to,
            subject=render_to_string(f"{prefix}_subject.txt", context),
            greeting=gettext("Hello %(name)s,") % {"name": name} if name else gettext("Hello,"),
            parts=parts_of(render_to_string(f"{prefix}_message.txt", context)),
            headers={"Auto-Submitted": "auto-generated", **(headers or {})},
        )


class SecondStepAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "cannot_delete_authenticator": _("This second step cannot be removed."),
        "cannot_generate_recovery_codes": _(
            "Recovery codes come with an authenticator app or a key. Please set up one first."
        ),
        "unverified_email": _("Please confirm your e-mail address first, with the link in the letter we sent."),
    }
