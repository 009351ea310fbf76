"""Which language a page or a letter speaks: the account's, else the switch's, else the one the browser asks for."""

from contextlib import AbstractContextManager

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

_REGION = {"en": "en-CA", "fr": "fr-CA"}  # how screen readers and hyphenation should take what we write


def is_offered(code: str) -> bool:
    """Whether the site speaks this language."""
    return code in dict(settings.LANGUAGES)


def choose(request: HttpRequest, account: str = "") -> str:
    """The language of the answer: of the account, else the cookie of the switch, else the first one the browser lists."""
    return account if is_offered(account) else translation.get_language_from_request(request)


def reading(account: str) -> AbstractContextManager[None]:
    """`with reading(user.language):` words for somebody who is not the one asking; the site's language if they chose none."""
    return translation.override(account if is_offered(account) else settings.LANGUAGE_CODE)


def page_language() -> str:
    """The value of the lang attribute for words of the site: fr-CA."""
    code = translation.get_language() or settings.LANGUAGE_CODE
    return _REGION.get(code, code if "-" not in code else code.split("-")[0] + "-" + code.split("-")[1].upper())


def is_foreign(language: str | None) -> bool:
    """Whether words in this language stand out on a page in the reader's."""
    spoken = translation.get_language() or settings.LANGUAGE_CODE
    return bool(language) and str(language).split("-")[0] != spoken.split("-")[0]
