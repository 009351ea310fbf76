"""A toy: + before a true statement, - before a false one."""

from collections.abc import Iterator, Sequence

from courses.bundles.exchange import shaping
from courses.bundles.exchange.base import Format, Source, Written, one_by_one
from courses.bundles.exchange.items import Entry, Item, NotOurs, Where
from courses.bundles.shapes import QuestionShape


class Lines(Format):
    order = 90
    label = "Lines"
    about = "Statements."
    extension = "lines"
    media_type = "text/plain"

    def recognises(self, name: str, head: bytes) -> bool:
        return name.endswith(".lines")

    def read(self, source: Source) -> Iterator[Entry]:
        for number, line in enumerate(source.text_bytes().decode().splitlines(), start=1):
            item = Item(Where(number), stem=line[1:].strip())
            yield item.found(shaping.true_false(line[0] == "+")) if line[0] in "+-" else item.lost("Neither + nor -.")

    def write(self, questions: Sequence[QuestionShape]) -> Written:
        def line(question: QuestionShape) -> tuple[str, list[str]]:
            if question.kind != "true_false":
                raise NotOurs("Only statements.")
            return f"{'+' if question.value['answer'] == 'true' else '-'} {question.stem}", []

        parts, gone = one_by_one(questions, line)
        return Written("\n".join(text for _question, text in parts).encode(), tuple(gone))


KIND = Lines()
