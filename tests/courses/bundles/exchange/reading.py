"""Reading a file of another system in tests, and writing one back."""

from io import BytesIO

from hypothesis import strategies as st

from courses.bundles.exchange import registry
from courses.bundles.exchange.base import Source
from courses.bundles.exchange.items import Entry, Found, Lost
from courses.bundles.shapes import QuestionShape
from courses.contents.noting import Notes
from courses.contents.questions import registry as types

# What any person may write, but for line ends at the edges, which no format keeps.
AWKWARD = [
    "{",
    "}",
    "~",
    "=",
    "#",
    ":",
    "::",
    "->",
    "\\",
    "\\n",
    "%50%",
    "[html]",
    "//",
    "$CATEGORY:",
    "*",
    "<b>",
    "&amp;",
    "A.",
    "]]>",
    "«é»",
    "1 < 2",
    "a\nb",
]
texts = (
    (
        st.text(
            st.characters(
                min_codepoint=32,
                max_codepoint=0x2FFF,
                exclude_characters="\x7f\x85\xa0\u2028\u2029",
                exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp", "Cn"],
            ),
            min_size=1,
            max_size=12,
        )
        | st.lists(st.sampled_from(AWKWARD) | st.sampled_from(["word", "two words"]), min_size=1, max_size=4).map(
            " ".join
        )
    )
    .map(str.strip)
    .filter(bool)
)


def source(data: str | bytes, name: str) -> Source:
    return Source(name, BytesIO(data.encode() if isinstance(data, str) else data))


def entries(data: str | bytes, name: str) -> list[Entry]:
    """Every item of a file, whatever its format."""
    file = source(data, name)
    return list(registry.format_of(file).read(file))


def found(data: str | bytes, name: str) -> list[Found]:
    """The items of a file of which none is lost."""
    every = entries(data, name)
    assert [one for one in every if isinstance(one, Lost)] == []
    return [one for one in every if isinstance(one, Found)]


def lost(data: str | bytes, name: str) -> list[tuple[str, str]]:
    """Where the lost items stand, and why they are lost."""
    return [(str(one.where), one.reason) for one in entries(data, name) if isinstance(one, Lost)]


def full(kind: str, value) -> dict:
    return types.named(kind).freeze(value, Notes(""))


def there_and_back(format: str, question: QuestionShape) -> Found:
    """A question as it comes back from the file that our export wrote."""
    kind = registry.named(format)
    written = kind.write([question])
    assert [one.reason for one in written.gone] == [""]
    [back] = list(kind.read(source(written.data, f"x.{kind.extension}")))
    assert isinstance(back, Found), back
    return back
