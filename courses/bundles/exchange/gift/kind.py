"""GIFT, in and out."""

import re
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from courses.bundles.exchange import texts
from courses.bundles.exchange.base import Format, Source, Written
from courses.bundles.exchange.gift.reading import read
from courses.bundles.exchange.gift.writing import write
from courses.bundles.exchange.items import Entry
from courses.bundles.shapes import QuestionShape

_SIGNS_OF_IT = re.compile(r"^\s*(::|\$CATEGORY:)|(?<!\\)\{|^//", re.MULTILINE)


class Gift(Format):
    order = 50  # it is recognised last: any text might be GIFT
    label = _("GIFT")
    about = _(
        "A text file that Moodle and many others read. Everything but texts with gaps; weights and feedback, no pictures."
    )
    extension = "gift"
    media_type = "text/plain"

    def recognises(self, name: str, head: bytes) -> bool:
        if name.endswith(".gift"):
            return True
        return name.endswith(".txt") and bool(_SIGNS_OF_IT.search(texts.decoded(head)[0]))

    def read(self, source: Source) -> Iterator[Entry]:
        text, said = texts.decoded(source.text_bytes())
        source.notes += [said] if said else []
        return read(text)

    def write(self, questions: Sequence[QuestionShape]) -> Written:
        text, gone = write(questions)
        return Written(text.encode(), tuple(gone))


KIND = Gift()
