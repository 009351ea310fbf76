"""The account library's forms in our words."""

from allauth.account import forms as library
from allauth.mfa.base import forms as second_step
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as passkeys


class Worded:
    """Mixin over the library's forms: our labels and hints; no placeholders, since every field has a label."""

    words: dict[str, tuple[str, str]] = {}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        for name, (label, help_text) in self.words.items():
            if name in self.fields:
                self.fields[name].label, self.fields[name].help_text = label, help_text


_PASSWORD_HINT = "At least 10 characters. Three or four words in a row are easy to remember and hard to guess."  # noqa: S105


class LoginForm(Worded, library.LoginForm):
    words = {"login": ("E-mail address", ""), "password": ("Password", "")}


class FullSignupForm(Worded, library.SignupForm):
    words = {
        "email": ("E-mail address", "We send one letter there, with a link that confirms the address is yours."),
        "password1": ("Password", _PASSWORD_HINT),
    }


class AddEmailForm(Worded, library.AddEmailForm):
    words = {"email": ("New e-mail address", "We send a link there. The change counts once you have opened it.")}


class ResetPasswordForm(Worded, library.ResetPasswordForm):
    words = {"email": ("E-mail address", "")}


class ResetPasswordKeyForm(Worded, library.ResetPasswordKeyForm):
    words = {"password1": ("New password", _PASSWORD_HINT), "password2": ("The same password again", "")}


class ChangePasswordForm(Worded, library.ChangePasswordForm):
    words = {
        "oldpassword": ("Current password", ""),
        "password1": ("New password", _PASSWORD_HINT),
        "password2": ("The same password again", ""),
    }


class SetPasswordForm(Worded, library.SetPasswordForm):
    words = {"password1": ("Password", _PASSWORD_HINT), "password2": ("The same password again", "")}


class PasswordAgainForm(Worded, library.ReauthenticateForm):
    words = {"password": ("Password", "")}


class CodeForm(Worded, second_step.AuthenticateForm):
    words = {"code": ("Code", "Six digits from your authenticator app, or one of your recovery codes.")}


class CodeAgainForm(Worded, second_step.ReauthenticateForm):
    words = {"code": ("Code", "Six digits from your authenticator app, or one of your recovery codes.")}


class FirstCodeForm(Worded, totp.ActivateTOTPForm):
    words = {"code": ("Code the app shows now", "Six digits. They change every half minute.")}


class AddPasskeyForm(Worded, passkeys.AddWebAuthnForm):
    words = {
        "name": ("Name of the key", "So that you can tell it from others, for example “My phone”."),
        "passwordless": (
            "Let me log in with this key alone",
            "Without a password. The device then asks for your fingerprint, face or PIN.",
        ),
    }
