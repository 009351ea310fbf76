"""Colours can be read: every pair the stylesheets put together keeps its contrast, in both schemes."""

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).parents[2] / "lms" / "static" / "css" / "tokens.css").read_text()


def block(selector: str) -> dict[str, str]:
    """The custom properties of the first rule with exactly this selector."""
    found = re.search(re.escape(selector) + r"\s*\{([^}]*)\}", CSS)
    return dict(re.findall(r"--([a-z-]+):\s*([^;]+(?:;utf8)?[^;]*);", found.group(1)))


LIGHT = block('[data-bs-theme="light"]')
DARK_BY_SYSTEM = block(':root:not([data-bs-theme="light"])')
DARK_BY_CHOICE = block('\n[data-bs-theme="dark"]')

GROUNDS = ("paper", "raised", "sunk")
TINTED = ("pine", "amber", "clay", "slate")
TEXT_PAIRS = [
    *((text, ground) for text in ("ink", "stone", "pine", "amber", "clay", "slate") for ground in GROUNDS),
    *((name, f"{name}-tint") for name in TINTED),
    *(("ink", f"{name}-tint") for name in TINTED),
    ("on-pine", "pine"),
    ("on-pine", "pine-deep"),
    ("on-clay", "clay"),
    ("on-clay", "clay-deep"),
]
EDGE_PAIRS = [
    *(("edge", ground) for ground in GROUNDS),
    *(("focus", ground) for ground in GROUNDS),
    *((name, ground) for name in ("pine", "amber", "clay") for ground in GROUNDS),
]


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_of_contrast_is_right():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_dark_looks_the_same_by_the_systems_choice_and_by_the_readers():
    assert DARK_BY_SYSTEM == DARK_BY_CHOICE


def test_both_schemes_name_the_same_tokens():
    assert LIGHT.keys() == DARK_BY_CHOICE.keys()


@pytest.mark.parametrize("scheme", [LIGHT, DARK_BY_CHOICE], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_can_be_read(scheme, text, ground):
    assert contrast(scheme[text], scheme[ground]) >= 4.5


@pytest.mark.parametrize("scheme", [LIGHT, DARK_BY_CHOICE], ids=["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGE_PAIRS)
def test_edges_can_be_seen(scheme, edge, ground):
    assert contrast(scheme[edge], scheme[ground]) >= 3


@pytest.mark.parametrize("scheme", [LIGHT, DARK_BY_CHOICE], ids=["light", "dark"])
def test_the_triples_for_bootstrap_name_the_same_colours(scheme):
    for name in ("ink", "raised", "sunk", "pine", "amber", "clay", "slate"):
        triple = "#" + "".join(f"{int(value):02x}" for value in scheme[f"{name}-rgb"].split(","))
        assert triple == scheme[name]


@pytest.mark.parametrize("scheme", [LIGHT, DARK_BY_CHOICE], ids=["light", "dark"])
def test_the_mark_in_a_ticked_box_can_be_seen(scheme):
    stroke = "#" + re.search(r"stroke='%23([0-9a-f]{6})'", scheme["check-mark"]).group(1)
    assert contrast(stroke, scheme["pine"]) >= 3


def test_other_stylesheets_name_no_colours_of_their_own():
    folder = Path(__file__).parents[2]
    allowed = {"tokens.css", "mail.css"}
    offenders = {}
    for path in [*folder.glob("lms/static/css/*.css"), *folder.glob("*/static/*/*.css")]:
        if path.name in allowed:
            continue
        screen = re.sub(r"@media print\s*\{(?:[^{}]|\{[^{}]*\})*\}", "", path.read_text())
        colours = [colour for colour in re.findall(r"#[0-9a-fA-F]{3,8}\b", screen) if colour != "#fff"]
        if colours:
            offenders[path.name] = colours
    assert offenders == {}
