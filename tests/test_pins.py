"""What is installed is exactly what was looked at: packages pinned with the hashes of their files, images by their versions."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "requirements-uv.txt"])
def test_every_pin_carries_hashes_and_names_no_place(name):
    text = (ROOT / name).read_text()
    pins = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE | re.IGNORECASE)[1:]
    assert pins
    for pin in pins:
        assert re.match(r"\S+==\S+ ", pin), pin
        assert "--hash=sha256:" in pin, pin
    assert not re.search(r"https?:|file:|--(index-url|extra-index-url|find-links)", text)


@pytest.mark.parametrize("name", ["scripts/install", "Dockerfile", "docs/guides/running.md"])
def test_whoever_installs_asks_for_the_hashes(name):
    text = (ROOT / name).read_text()
    pip = re.search(r"^PIP=\((.*)\)$", text, flags=re.MULTILINE)
    text = text.replace('"${PIP[@]}"', pip[1] if pip else "")
    lines = [line for line in text.splitlines() if " -r " in line and "install" in line]
    assert lines
    assert all("--require-hashes" in line for line in lines)


def test_every_image_names_its_version():
    compose = re.findall(r"^\s*image:\s*(\S+)", (ROOT / "compose.yaml").read_text(), flags=re.MULTILINE)
    ours = re.findall(r"^FROM (\S+)", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE)
    assert compose
    assert ours
    for image in [*compose, *ours]:
        assert re.search(r":\d", image), image
