"""The questions of a bundle, in and out: the only format in which nothing is lost."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.bundles import bank
from courses.bundles.exchange import texts
from courses.bundles.exchange.base import FileRefused, Format, Gone, Source, Written
from courses.bundles.exchange.items import Entry, Found, Made, Where
from courses.bundles.files import MAX_TEXT_BYTES
from courses.bundles.located import Reader
from courses.bundles.shapes import Problem, QuestionShape


class BankYaml(Format):
    order = 10
    label = gettext_lazy("Our own YAML")
    about = gettext_lazy("The questions.yaml of a bundle: every type of question, and all that it has.")
    extension = "yaml"
    media_type = "application/yaml"

    def recognises(self, name: str, head: bytes) -> bool:
        return name.endswith((".yaml", ".yml"))

    def read(self, source: Source) -> Iterator[Entry]:
        data = source.text_bytes()
        if len(data) > MAX_TEXT_BYTES:
            raise FileRefused(_("This text is larger than 2 MB. Divide it."))
        text, said = texts.decoded(data)
        source.notes += [said] if said else []
        problems: list[Problem] = []
        shapes = bank.read_questions(Reader(source.name, problems), text, {})
        if problems:
            lines = [f"{_('line %(line)s') % {'line': one.place.line}}: {one.message}" for one in problems]
            raise FileRefused(*lines)
        return (_found(shape) for shape in shapes)

    def write(self, questions: Sequence[QuestionShape]) -> Written:
        text = bank.written_questions(list(questions), {})
        return Written(text.encode(), tuple(Gone(question.key, question.stem) for question in questions))


def _found(shape: QuestionShape) -> Found:
    made = Made(shape.kind, shape.value)
    return Found(
        Where(shape.place.line, shape.key),
        shape.stem,
        made,
        key=shape.key,
        topic=shape.topic,
        claims=tuple(shape.claims),
        critical=shape.critical,
        corrective=shape.corrective,
    )


KIND = BankYaml()
