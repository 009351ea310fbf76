"""XML of QTI 2.1 and 3.0 from one tree: the versions differ in how things are called, and in what stands around them. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from courses.bundles.exchange.xml import attribute, text

_CAPITAL = re.compile(r"([A-Z])")
_VALUES = "single multiple"  # how many values a response has, in the words of QTI
SINGLE, MULTIPLE = _VALUES.split()
_HTML = {"p", "br", "div"}


@dataclass(frozen=True)
class Node:
    """One element, in the names of QTI 2."""

    tag: str
    children: tuple["Node | str", ...]
    attributes: tuple[tuple[str, str], ...]


def node(tag: str, *children: "Node | str", **attributes: str) -> Node:
    """A new element."""
    return Node(tag, children, tuple(attributes.items()))


@dataclass(frozen=True)
class Version:
    """One version of the format."""

    number: str
    namespace: str
    packaging: str
    item_type: str
    schema: tuple[str, str]
    hyphens: bool  # qti-item-body, response-identifier

    def _tag(self, name: str) -> str:
        if not self.hyphens or name in _HTML or name.startswith("qti-"):
            return name
        return "qti-" + self._hyphened(name)

    def _hyphened(self, name: str) -> str:
        return _CAPITAL.sub(lambda found: f"-{found[1].lower()}", name) if self.hyphens else name

    def xml(self, found: Node | str) -> str:
        """An element with all that is in it."""
        if isinstance(found, str):
            return text(found)
        named = "".join(f" {self._hyphened(name)}={attribute(value)}" for name, value in found.attributes)
        inside = "".join(map(self.xml, found.children))
        tag = self._tag(found.tag)
        return f"<{tag}{named}>{inside}</{tag}>" if inside else f"<{tag}{named}/>"

    def document(self, item: Node) -> str:
        """A file with one item."""
        spaced = Node(item.tag, item.children, (("xmlns", self.namespace), *item.attributes))
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{self.xml(spaced)}\n'

    def manifest(self, keys: Sequence[str]) -> str:
        """The list of the items of a package."""
        rows = "".join(
            f'<resource identifier={attribute(f"r-{key}")} type="{self.item_type}" href={attribute(f"items/{key}.xml")}>'
            f"<file href={attribute(f'items/{key}.xml')}/></resource>"
            for key in keys
        )
        schema, number = self.schema
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<manifest xmlns="{self.packaging}" identifier="questions">'
            f"<metadata><schema>{schema}</schema><schemaversion>{number}</schemaversion></metadata>"
            f"<organizations/><resources>{rows}</resources></manifest>\n"
        )


TWO = Version(
    "2.1",
    "http://www.imsglobal.org/xsd/imsqti_v2p1",
    "http://www.imsglobal.org/xsd/imscp_v1p1",
    "imsqti_item_xmlv2p1",
    ("QTIv2.1 Package", "1.0.0"),
    hyphens=False,
)
THREE = Version(
    "3.0",
    "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
    "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
    "imsqti_item_xmlv3p0",
    ("QTI Package", "3.0.0"),
    hyphens=True,
)
