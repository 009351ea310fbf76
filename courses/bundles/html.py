"""Rich text in canonical HTML: what the editor stores, without its keys and without database numbers.

Links to pages read `page:curricula/rebt` and links to files `document:<sha1>`, so that the same text is the same string on
every site. Bold is `<b>`, italic `<i>`, as the editor writes them.
"""

import html
import re
from collections.abc import Callable

import nh3
from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag

INLINE = {"b", "i", "a", "br"}
BLOCKS = {"p", "h2", "h3", "h4", "ul", "ol", "blockquote", "hr"}
TAGS = INLINE | BLOCKS | {"li"}
SCHEMES = {"http", "https", "mailto", "tel", "page", "document"}
_RENAMED = {"strong": "b", "em": "i"}
_EMPTY = {"br", "hr"}


def canonical(source: str, link: Callable[[Tag], str] | None = None) -> str:
    """The HTML in its canonical form. `link` gives the address of an `<a>`; by default its href."""
    soup = BeautifulSoup(re.sub(r"\r\n?", "\n", source), "html.parser")
    return "".join(_written(child, link or (lambda tag: attribute(tag, "href"))) for child in soup.children)


def attribute(tag: Tag, name: str) -> str:
    """An attribute as a text; empty when there is none."""
    found = tag.get(name)
    return found if isinstance(found, str) else ""


def _written(node: PageElement, link: Callable[[Tag], str]) -> str:
    if isinstance(node, Tag):
        name = _RENAMED.get(node.name, node.name)
        if name in _EMPTY:
            return f"<{name}/>"
        inside = "".join(_written(child, link) for child in node.children)
        address = link(node) if name == "a" else ""
        opening = link_tag(address) if address else f"<{name}>"
        return f"{opening}{inside}</{name}>"
    if type(node) is NavigableString:
        return canonical_text(str(node))
    return ""  # comments and declarations


def canonical_text(text: str) -> str:
    """Text with the three signs escaped that HTML needs escaped."""
    return html.escape(text, quote=False)


def link_tag(address: str) -> str:
    """The opening tag of a link."""
    return f'<a href="{html.escape(address)}">'


def cleaned(source: str) -> str:
    """HTML written by hand, with everything taken out that the editor could not have made."""
    safe = nh3.clean(
        source,
        tags=TAGS | set(_RENAMED),
        attributes={"a": {"href"}},
        url_schemes=SCHEMES,
        link_rel=None,
        strip_comments=True,
    )
    return canonical(safe)


def map_links(source: str, change: Callable[[str], str]) -> str:
    """Canonical HTML with every address put through `change`, which sees and gives unescaped text."""

    def replaced(match: re.Match[str]) -> str:
        return link_tag(change(html.unescape(match[1])))

    return re.sub(r'<a href="([^"]*)">', replaced, source)


def links_of(source: str) -> list[str]:
    """Every address in canonical HTML, in order."""
    return [html.unescape(found) for found in re.findall(r'<a href="([^"]*)">', source)]
