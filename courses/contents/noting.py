"""What a lesson that is being frozen shows and rests on, noted block by block."""

import re
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.rich_text import expand_db_html

from courses.contents import claims, files
from lms.refusals import Refusal

# How wide images are shown at most: on telephones, on desks, and on desks with fine screens.
WIDTHS = (480, 960, 1440)
_EDITOR_KEY = re.compile(r' data-block-key="[^"]*"')
_DOCUMENT_LINK = re.compile(r'<a\b[^>]*\blinktype="document"[^>]*>')
_NUMBER = re.compile(r'\bid="(\d+)"')


class Notes:
    """Freezes what blocks have in common, and remembers the claims (primary keys) and files it met."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.claims: set[int] = set()
        self.files: dict[tuple[str, str], files.Shown] = {}

    def html(self, rich_text: Any) -> str:
        """Rich text as HTML, without the editor's keys, its links to documents leading to frozen files."""
        source = _DOCUMENT_LINK.sub(self._document_link, rich_text.source) if rich_text else ""
        return _EDITOR_KEY.sub("", expand_db_html(source)) if source else ""

    def _document_link(self, tag: re.Match[str]) -> str:
        number = _NUMBER.search(tag[0])
        document = get_document_model().objects.filter(pk=number[1]).first() if number else None
        found = self.document(document)
        return f'<a href="{files.address(found)}">' if found else "<a>"

    def needed(self, thing: Any, what: str) -> Any:
        """The thing itself. Raises Refusal when it has been deleted since; `what` it was, as "an image"."""
        if thing is None:
            raise Refusal(
                _(
                    "“%(title)s” shows %(what)s that was deleted. "
                    "Open the lesson and choose another, or take the block out."
                )
                % {"title": self.title, "what": what}
            )
        return thing

    def claim(self, claim: Any) -> dict[str, Any]:
        """The claim as it stands today."""
        claim = self.needed(claim, _("a claim"))
        self.claims.add(claim.pk)
        return claims.freeze(claim)

    def document(self, document: Any) -> dict[str, Any] | None:
        """The file of a document, or None without one."""
        if document is None:
            return None
        data = self._described(document)
        shown = files.Shown(data, files.DOCUMENT, document.open_file, lambda: document.url)
        self.files.setdefault((data["sha256"], shown.role), shown)
        return data

    def image(self, image: Any) -> dict[str, Any]:
        """The file of an image."""
        image = self.needed(image, _("an image"))
        data = {**self._described(image), "width": image.width, "height": image.height}
        draft = f"width-{WIDTHS[1]}|format-webp"
        shown = files.Shown(
            data, files.IMAGE, image.open_file, lambda: image.get_rendition(draft).url, lambda: _sizes(image)
        )
        self.files.setdefault((data["sha256"], shown.role), shown)
        return data

    def _described(self, chosen: Any) -> dict[str, Any]:
        try:
            with chosen.open_file() as stream:
                return files.described(stream, chosen.title, PurePosixPath(chosen.file.name).suffix)
        except OSError:
            raise Refusal(
                _("The file of “%(file)s”, which “%(title)s” shows, cannot be read. Upload it again.")
                % {"file": chosen.title, "title": self.title}
            )


def _sizes(image: Any) -> list[files.Size]:
    """The widths that templates show: those the image has, and one that shows all there is of a smaller one."""
    narrower = [width for width in WIDTHS if width < image.width]
    wanted = [*narrower, *[width for width in WIDTHS if width >= image.width][:1]]
    made = [(width, image.get_rendition(f"width-{width}|format-webp")) for width in wanted]
    return [files.Size(width, one.width, one.height, partial(one.file.open, "rb")) for width, one in made]
