"""Moodle XML, in and out."""

import re
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from courses.bundles.exchange import texts
from courses.bundles.exchange.base import Format, Source, Written
from courses.bundles.exchange.items import Entry
from courses.bundles.exchange.moodle_xml.reading import read
from courses.bundles.exchange.moodle_xml.writing import write
from courses.bundles.shapes import QuestionShape

_ROOT = re.compile(r"<quiz[\s>]")


class MoodleXml(Format):
    order = 20
    label = _("Moodle XML")
    about = _(
        "What Moodle keeps most in: every type of question, categories and feedback. Pictures are named, not carried."
    )
    extension = "xml"
    media_type = "application/xml"

    def recognises(self, name: str, head: bytes) -> bool:
        return bool(_ROOT.search(texts.decoded(head)[0]))

    def read(self, source: Source) -> Iterator[Entry]:
        return read(source.stream)

    def write(self, questions: Sequence[QuestionShape]) -> Written:
        text, gone = write(questions)
        return Written(text.encode(), tuple(gone))


KIND = MoodleXml()
