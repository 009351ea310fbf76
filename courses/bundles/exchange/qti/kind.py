"""QTI: every version in, 2.1 out."""

import re
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.bundles.exchange import texts
from courses.bundles.exchange.base import FileRefused, Format, Source, Written
from courses.bundles.exchange.items import Entry
from courses.bundles.exchange.qti import package, reading
from courses.bundles.exchange.qti.elements import TWO, Version
from courses.bundles.exchange.qti.writing import write
from courses.bundles.shapes import QuestionShape

_ITEM = re.compile(r"<(?:\w+:)?(?:assessmentItem|qti-assessment-item)[\s>]")
_OLD = re.compile(r"<questestinterop[\s>]")


class Qti(Format):
    order = 30
    label = _("QTI 2.1")
    about = _(
        "The standard between test systems: packages and single items of QTI 2.1, 2.2 and 3.0 are read. No pictures."
    )
    extension = "zip"
    media_type = "application/zip"
    version: Version = TWO

    def recognises(self, name: str, head: bytes) -> bool:
        text = texts.decoded(head)[0]
        return head.startswith(b"PK") or bool(_ITEM.search(text) or _OLD.search(text))

    def read(self, source: Source) -> Iterator[Entry]:
        head = source.head()
        if head.startswith(b"PK"):
            return package.read(source.stream)
        if _OLD.search(texts.decoded(head)[0]):
            raise FileRefused(gettext("This is QTI 1.2. Export the questions as QTI 2.1, 2.2 or 3.0."))
        return iter([reading.read_item(source.stream, source.name)])

    def write(self, questions: Sequence[QuestionShape]) -> Written:
        data, gone = write(questions, self.version)
        return Written(data, tuple(gone))


KIND = Qti()
