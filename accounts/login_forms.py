"""The account library's forms in our words."""

from typing import TYPE_CHECKING, Any

from allauth.account import forms as library
from allauth.mfa.base import forms as second_step
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as passkeys
from django import forms
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.models import User

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

_Saved = tuple[User | None, HttpResponse | None]


class Worded(forms.Form):
    """Mixin over the library's forms: our labels and hints; no placeholders, since every field has a label."""

    words: dict[str, tuple["_StrOrPromise", "_StrOrPromise"]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        for name, (label, help_text) in self.words.items():
            if name in self.fields:
                self.fields[name].label, self.fields[name].help_text = label, help_text


_PASSWORD_HINT = _("At least 10 characters. Three or four words in a row are easy to remember and hard to guess.")


class LoginForm(Worded, library.LoginForm):
    words = {"login": (_("E-mail address"), ""), "password": (_("Password"), "")}


class FullSignupForm(Worded, library.SignupForm):
    words = {
        "email": (_("E-mail address"), _("We send one letter there, with a link that confirms the address is yours.")),
        "password1": (_("Password"), _PASSWORD_HINT),
    }
    account_already_exists: bool

    def try_save(self, request: HttpRequest) -> _Saved:
        """A new account, or a letter to the owner of the one there is; whoever signs up cannot tell which.

        The password is hashed either way, because that is what takes time. Of several who take the same address at
        once, the database lets one through; the others are answered as if it had been there before.
        """
        if not self.account_already_exists:
            try:
                with transaction.atomic():
                    made: _Saved = super().try_save(request)
                    return made
            except IntegrityError:
                self.account_already_exists = True
        make_password(self.cleaned_data["password1"])
        answered: _Saved = super().try_save(request)
        return answered


class AddEmailForm(Worded, library.AddEmailForm):
    words = {"email": (_("New e-mail address"), _("We send a link there. The change counts once you have opened it."))}


class ResetPasswordForm(Worded, library.ResetPasswordForm):
    words = {"email": (_("E-mail address"), "")}


class ResetPasswordKeyForm(Worded, library.ResetPasswordKeyForm):
    words = {"password1": (_("New password"), _PASSWORD_HINT), "password2": (_("The same password again"), "")}


class ChangePasswordForm(Worded, library.ChangePasswordForm):
    words = {
        "oldpassword": (_("Current password"), ""),
        "password1": (_("New password"), _PASSWORD_HINT),
        "password2": (_("The same password again"), ""),
    }


class SetPasswordForm(Worded, library.SetPasswordForm):
    words = {"password1": (_("Password"), _PASSWORD_HINT), "password2": (_("The same password again"), "")}


class PasswordAgainForm(Worded, library.ReauthenticateForm):
    words = {"password": (_("Password"), "")}


class CodeForm(Worded, second_step.AuthenticateForm):
    words = {"code": (_("Code"), _("Six digits from your authenticator app, or one of your recovery codes."))}


class CodeAgainForm(Worded, second_step.ReauthenticateForm):
    words = {"code": (_("Code"), _("Six digits from your authenticator app, or one of your recovery codes."))}


class FirstCodeForm(Worded, totp.ActivateTOTPForm):
    words = {"code": (_("Code the app shows now"), _("Six digits. They change every half minute."))}


class AddPasskeyForm(Worded, passkeys.AddWebAuthnForm):
    words = {
        "name": (_("Name of the key"), _("So that you can tell it from others, for example “My phone”.")),
        "passwordless": (
            _("Let me log in with this key alone"),
            _("Without a password. The device then asks for your fingerprint, face or PIN."),
        ),
    }
