"""How the account library speaks: its letters look like all the others."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from lms.letters import letter, parts_of


class AccountAdapter(DefaultAccountAdapter):
    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMultiAlternatives:
        """Text and HTML from the one text template; a paragraph reading [Label](address) becomes the button."""
        context = {**context, "site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}
        user = context.get("user")
        name = user.get_short_name() if user is not None and user.is_authenticated else ""
        return letter(
            to=email if isinstance(email, str) else email[0],
            subject=render_to_string(f"{template_prefix}_subject.txt", context),
            greeting=f"Hello {name}," if name else "Hello,",
            parts=parts_of(render_to_string(f"{template_prefix}_message.txt", context)),
            headers={"Auto-Submitted": "auto-generated", **(headers or {})},
        )
