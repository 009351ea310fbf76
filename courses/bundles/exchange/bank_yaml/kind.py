"""The questions of a bundle, in and out: the only format in which nothing is lost."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.bundles import bank
from courses.bundles.exchange import texts
from courses.bundles.exchange.base import FileRefused, Format, Gone, Source, Written
from courses.bundles.exchange.items import Entry, Found, Lost, Made, Where, is_unwritten
from courses.bundles.files import MAX_TEXT_BYTES
from courses.bundles.located import Reader, line_of
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
        return iter(_entries(source.name, text))

    def write(self, questions: Sequence[QuestionShape]) -> Written:
        text = bank.written_questions(list(questions), {})
        return Written(text.encode(), tuple(map(_gone, questions)))


def _gone(question: QuestionShape) -> Gone:
    said = _("It lacks a rationale, and comes in again only when that is written.")
    return Gone(question.key, question.stem, (said,) if is_unwritten(question.kind, question.value) else ())


def _entries(name: str, text: str) -> list[Entry]:
    """The questions without a problem, and the others with theirs. Raises FileRefused when it is no list at all."""
    problems: list[Problem] = []
    shapes = {shape.place.line: shape for shape in bank.read_questions(Reader(name, problems), text, {})}
    starts = [line_of(node) for node in Reader(name, []).entries(text)]
    by_start: dict[int, list[Problem]] = {}
    for problem in problems:
        place = bisect_right(starts, problem.place.line)
        if not place:
            raise FileRefused(*(f"{Where(one.place.line)}: {one.message}" for one in problems))
        by_start.setdefault(starts[place - 1], []).append(problem)
    return [_entry(start, shapes.get(start), by_start.get(start, [])) for start in starts]


def _entry(start: int, shape: QuestionShape | None, problems: list[Problem]) -> Entry:
    where = Where(start, shape.key if shape else "")
    if shape is not None and not problems:
        return _found(shape)
    said = " ".join(f"{Where(one.place.line)}: {one.message}" for one in problems)
    return Lost(where, shape.stem if shape else "", said)


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
