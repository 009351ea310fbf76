"""Bundles that nobody would write, made by Hypothesis: odd letters, colons, quotes, fences, empty fields, nested lists."""

from dataclasses import replace
from datetime import date
from hashlib import sha1
from io import BytesIO

from hypothesis import strategies as st
from PIL import Image

from courses.bundles import html
from courses.bundles.shapes import (
    BlockShape,
    Bundle,
    ClaimShape,
    LessonShape,
    Media,
    ModuleShape,
    QuestionShape,
    QuizShape,
    SourceShape,
)
from courses.contents.questions import registry
from courses.contents.quiz_rules import AFTER_EACH, WHEN_SETTLED, Rules
from tests.courses import question_values

AWKWARD = [
    "---",
    ":::",
    ":::claim",
    ": x",
    "a: b",
    "- item",
    "# heading",
    "1. one",
    '"quoted"',
    "'single'",
    " leads",
    "trails ",
    "null",
    "yes",
    "2018",
    "2027-03-31",
    "~",
    "=",
    "<b>bold</b>",
    "&amp; & &lt;",
    "*stars* _under_ `tick`",
    "[link](https://example.org)",
    "back\\slash",
    "line\nline",
    "\n\nlines\n",
    "\ttab",
    "carriage\r\nreturn",
    "{a: b}",
    "|",
    ">",
    "%",
    "@",
    "!tag",
    "&anchor",
    "*alias",
    "é ü 漢字 🪨 ‏ש",
    "\u2028separator\u2029",
    "\x85next",
    "\ufeffmark",
    "a\u00a0b",
    "🇨🇦",
]
anything = st.one_of(
    st.sampled_from(AWKWARD), st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)
)
something = anything.filter(lambda text: text.strip() != "")
slugs = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,2}", fullmatch=True)


def _escaped(text: str) -> str:
    return html.canonical_text(text)


@st.composite
def inline(draw) -> str:
    """A run of text with bold, italic, links and line breaks."""
    parts = []
    for text in draw(st.lists(something, min_size=1, max_size=3)):
        shape = draw(
            st.sampled_from(["{}", "<b>{}</b>", "<i>{}</i>", '<a href="https://example.org/?a=1&amp;b=2">{}</a>'])
        )
        parts.append(shape.format(_escaped(text).replace("{", "(")))
    return draw(st.sampled_from(["", " ", "<br/>"])).join(parts)


def _list(entries: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(st.sampled_from(["ul", "ol"]), st.lists(entries, min_size=1, max_size=3)).map(
        lambda found: f"<{found[0]}>" + "".join(f"<li>{entry}</li>" for entry in found[1]) + f"</{found[0]}>"
    )


_nested = st.recursive(
    inline(), lambda inner: st.tuples(inline(), _list(inner)).map(lambda pair: pair[0] + pair[1]), max_leaves=4
)
_blocks = st.one_of(
    inline().map(lambda text: f"<p>{text}</p>"),
    inline().map(lambda text: f"<h2>{text}</h2>"),
    inline().map(lambda text: f"<h3>{text}</h3>"),
    inline().map(lambda text: f"<blockquote>{text}</blockquote>"),
    _list(_nested),
    st.just("<hr/>"),
    st.just("<p></p>"),
)
rich_text = st.lists(_blocks, min_size=1, max_size=4).map(lambda found: html.cleaned("".join(found)))

_PICTURE = BytesIO()
Image.new("RGB", (2, 2), (31, 95, 87)).save(_PICTURE, "PNG")
FILES = {
    "media/stones.png": _PICTURE.getvalue(),
    "media/handout.pdf": b"%PDF-1.4 a page",
    "media/talk.vtt": b"WEBVTT\n",
}
MEDIA = {
    sha1(data, usedforsecurity=False).hexdigest(): Media(
        name, sha1(data, usedforsecurity=False).hexdigest(), title, lambda data=data: data
    )
    for (name, data), title in zip(FILES.items(), ["stones", "A: handout", "talk"], strict=True)
}
PICTURE, HANDOUT, CAPTIONS = MEDIA


@st.composite
def blocks(draw, claims: list[str]) -> BlockShape:
    """One block of any type."""
    kind = draw(
        st.sampled_from(
            [
                "text",
                "text",
                "key_idea",
                "example",
                "role_play",
                "reflection",
                "worksheet",
                "image",
                "video",
                "download",
            ]
            + ["check"]
            + (["claim"] if claims else [])
        )
    )
    short = something.map(lambda text: text[:60]).filter(lambda text: text.strip() != "")
    maybe = st.one_of(st.just(""), short)
    options = st.fixed_dictionaries({"text": something, "correct": st.booleans(), "feedback": something})
    right = st.fixed_dictionaries({"text": something, "correct": st.just(True), "feedback": something})
    checked = st.tuples(right, st.lists(options, min_size=1, max_size=2)).map(lambda pair: [pair[0], *pair[1]])
    values = {
        "text": rich_text,
        "key_idea": st.fixed_dictionaries({"title": maybe, "text": rich_text}),
        "example": st.fixed_dictionaries({"title": maybe, "text": rich_text}),
        "role_play": st.fixed_dictionaries(
            {
                "title": short,
                "setting": anything,
                "lines": st.lists(st.fixed_dictionaries({"speaker": short, "text": something}), min_size=1, max_size=2),
                "debrief": anything,
            }
        ),
        "reflection": st.fixed_dictionaries({"prompt": something, "help": anything}),
        "worksheet": st.fixed_dictionaries(
            {
                "title": short,
                "intro": anything,
                "columns": st.lists(short, min_size=1, max_size=3),
                "rows": st.lists(st.lists(anything, max_size=3), max_size=2),
                "blank_rows": st.integers(0, 20),
            }
        ),
        "image": st.one_of(
            st.fixed_dictionaries(
                {"image": st.just(PICTURE), "alt": short, "decorative": st.just(False), "caption": maybe}
            ),
            st.fixed_dictionaries(
                {"image": st.just(PICTURE), "alt": st.just(""), "decorative": st.just(True), "caption": maybe}
            ),
        ),
        "video": st.fixed_dictionaries(
            {
                "title": short,
                "url": st.sampled_from(["", "https://example.org/a.mp4"]),
                "file": st.none(),
                "captions": st.sampled_from([None, CAPTIONS]),
                "transcript": rich_text,
            }
        ),
        "download": st.fixed_dictionaries({"file": st.just(HANDOUT), "title": short, "description": maybe}),
        "claim": st.fixed_dictionaries({"claim": st.sampled_from(claims or [""])}),
        "check": st.fixed_dictionaries({"question": something, "options": checked}),
    }
    return BlockShape(kind, draw(values[kind]))


@st.composite
def sources(draw, key: str) -> SourceShape:
    maybe = st.one_of(st.just(""), something.map(lambda text: text[:20]))
    author = st.one_of(
        st.fixed_dictionaries({"family": something, "given": something}), st.fixed_dictionaries({"literal": something})
    )
    return SourceShape(
        key,
        {
            "type": "article-journal",
            "title": draw(maybe),
            "author": draw(st.lists(author, max_size=2)),
            "container_title": draw(maybe),
            "issued": draw(st.sampled_from(["2018", "2018-03", "2018-03-09"])),
            "volume": draw(st.sampled_from(["", "74", "0x1F"])),
            "issue": draw(st.sampled_from(["", "6"])),
            "page": draw(st.sampled_from(["", "304-318", "e0306835"])),
            "publisher": draw(maybe),
            "doi": draw(st.sampled_from([None, f"10.1000/{key}"])),
            "pmid": draw(st.sampled_from(["", "28898411"])),
            "url": draw(st.sampled_from(["", "https://example.org/paper?x=1&y=2"])),
        },
    )


@st.composite
def questions(draw, key: str, claims: list[str]) -> QuestionShape:
    kind = draw(st.sampled_from(registry.names()))
    value = draw(question_values.of_type(kind, something))
    cited = draw(st.lists(st.sampled_from(claims), unique=True, max_size=2)) if claims else []
    return QuestionShape(key, "drawn" if key.startswith("d") else "chosen", kind, draw(something), value, cited)


def _led(draw, question: QuestionShape, places: list[str]) -> QuestionShape:
    critical = draw(st.booleans())
    corrective = draw(st.sampled_from(["", *places])) if critical else ""
    return replace(question, critical=critical, corrective=corrective)


@st.composite
def bundles(draw) -> Bundle:
    """A whole curriculum in which everything is used, so that an export carries all of it."""
    source_keys = [f"source-{n}" for n in range(draw(st.integers(0, 3)))]
    claim_keys = [f"claim-{n}" for n in range(draw(st.integers(1, 3)))]
    chosen = [f"q-{n}" for n in range(draw(st.integers(1, 2)))]
    drawn = [f"d-{n}" for n in range(draw(st.integers(0, 2)))]
    claims = [
        ClaimShape(
            key,
            draw(something),
            draw(st.sampled_from(["high", "moderate", "low", "very_low"])),
            draw(anything),
            draw(st.sampled_from([None, date(2027, 3, 1)])),
            # The first claim rests on every source.
            [(source, draw(anything)) for source in source_keys] if key == "claim-0" else [],
        )
        for key in claim_keys
    ]
    body = draw(st.lists(blocks(claim_keys), max_size=5)) + [BlockShape("claim", {"claim": key}) for key in claim_keys]
    body += [
        BlockShape("text", f'<p><a href="document:{HANDOUT}">Handout</a> and <a href="page:curricula/b">b</a></p>')
    ]
    quiz = QuizShape(
        "check",
        draw(something),
        draw(anything),
        draw(st.integers(1, 100)),
        draw(st.sampled_from([None, 3])),
        draw(st.sampled_from(["one", "all"])),
        chosen,
        [("drawn", 1)] if drawn else [],
        Rules(
            draw(st.integers(0, 336)),
            draw(st.sampled_from([AFTER_EACH, WHEN_SETTLED])),
            draw(st.booleans()),
            draw(anything).strip(),
        ),
    )
    lesson_slugs = draw(st.lists(slugs.filter(lambda slug: slug != "check"), min_size=1, max_size=2, unique=True))
    lessons = [
        LessonShape(slug, draw(something), draw(anything), draw(st.integers(1, 180)), body if n == 0 else [])
        for n, slug in enumerate(lesson_slugs)
    ]
    names = draw(st.lists(slugs, min_size=1, max_size=2, unique=True))
    modules = [
        ModuleShape(slug, draw(something), draw(anything), [*lessons, quiz] if n == 0 else [])
        for n, slug in enumerate(names)
    ]
    places = [f"b/{names[0]}/{slug}" for slug in lesson_slugs]
    used = {
        block.value.get("image") or block.value.get("file") for block in body if block.type in ("image", "download")
    }
    used |= {block.value["captions"] for block in body if block.type == "video"} | {HANDOUT}
    return Bundle(
        slug="b",
        fields={
            "title": draw(something),
            "code": "ODD",
            "language": draw(st.sampled_from(["en", "fr"])),
            "summary": draw(something),
            "audience": draw(anything),
            "outcomes": draw(st.lists(something, max_size=2)),
        },
        modules=modules,
        questions=[_led(draw, draw(questions(key, claim_keys)), places) for key in [*chosen, *drawn]],
        claims=claims,
        sources=[draw(sources(key)) for key in source_keys],
        media={key: MEDIA[key] for key in MEDIA if key in used},
    )
