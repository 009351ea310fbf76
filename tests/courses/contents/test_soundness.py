"""Whether a file is what its ending says."""

import zipfile
from io import BytesIO

import pytest

from courses.contents import soundness


def packed(member: str) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(member, "x")
    return stream.getvalue()


SOUND = [
    ("vtt", b"WEBVTT\n\n00:01.000 --> 00:04.000\nHello\n"),
    ("vtt", b"\xef\xbb\xbfWEBVTT - A talk\r\n\r\n00:01.000 --> 00:04.000\r\nHello\r\n"),
    ("mp4", b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00"),
    ("webm", b"\x1a\x45\xdf\xa3\x01"),
    ("mp3", b"ID3\x04\x00"),
    ("mp3", b"\xff\xfb\x90\x00"),
    ("pdf", b"%PDF-1.7\n"),
    ("docx", packed("word/document.xml")),
    ("xlsx", packed("xl/workbook.xml")),
    ("odt", packed("content.xml")),
    ("txt", "Déjà vu".encode()),
    ("png", b"whatever: images are opened elsewhere"),
]
BROKEN = [
    ("vtt", b"1\n00:00:01,000 --> 00:00:04,000\nSubRip, not WebVTT\n", "its first line is WEBVTT"),
    ("vtt", b"", "no captions"),
    ("vtt", b"WEBVTT\n\n00:01.000 --> 00:04.000\ncaf\xe9\n", "UTF-8"),
    ("mp4", b"not a film at all", "no film"),
    ("webm", b"\x00\x00\x00\x20ftypisom", "no film"),
    ("mp3", b"ding", "no sound"),
    ("pdf", b"<html>", "no PDF"),
    ("docx", b"12345678", "damaged"),
    ("xlsx", packed("word/document.xml"), "damaged"),
    ("md", b"\x00\x01\x02", "plain text"),
]


@pytest.mark.parametrize(("ending", "data"), SOUND)
def test_what_can_be_opened_is_taken(ending, data):
    assert soundness.wrong_with(BytesIO(data), ending) == ""


@pytest.mark.parametrize(("ending", "data", "said"), BROKEN)
def test_what_cannot_be_opened_is_refused_in_words(ending, data, said):
    assert said in soundness.wrong_with(BytesIO(data), f".{ending.upper()}")
