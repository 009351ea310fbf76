"""The words that a new site's legal pages begin with; people edit the pages, never these files."""

from pathlib import Path

from home.models import Text

LANGUAGES = ("en", "fr")  # the first is what pages are written in
SUBJECTS = ("privacy", "terms", "accessibility")
_TITLES = {
    ("privacy", "en"): "Privacy",
    ("privacy", "fr"): "Vie privée",
    ("terms", "en"): "Terms of use",
    ("terms", "fr"): "Conditions d’utilisation",
    ("accessibility", "en"): "Accessibility",
    ("accessibility", "fr"): "Accessibilité",
}


def words(subject: str, language: str) -> Text:
    """The title and the text of a subject, in a language of ours or else in the first."""
    known = language if language in LANGUAGES else LANGUAGES[0]
    body = (Path(__file__).parent / f"{subject}.{known}.html").read_text(encoding="utf-8")
    return Text(_TITLES[subject, known], body, known)
