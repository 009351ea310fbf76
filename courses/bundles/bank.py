"""The three lists of a bundle, read and written: sources, claims, questions."""

import re
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.blocks import StructBlock

from courses.authoring.models import Question
from courses.bundles.blocks import BlockReader, MediaNames, fields_of, writable
from courses.bundles.located import Mapping, Reader, dump, line_of
from courses.bundles.shapes import ClaimShape, QuestionShape, SourceShape
from courses.contents.questions import registry as types
from evidence.citing import normal_doi
from evidence.models import Certainty, Claim, Source

# How CSL-JSON calls our fields.
_CSL = {
    "type": "type",
    "title": "title",
    "container-title": "container_title",
    "issued": "issued",
    "volume": "volume",
    "issue": "issue",
    "page": "page",
    "publisher": "publisher",
    "DOI": "doi",
    "PMID": "pmid",
    "URL": "url",
}
_NAME_PARTS = {"family", "given", "literal"}
_ISSUED = re.compile(r"^\d{4}(-\d{2}(-\d{2})?)?$")


def _checked(model: type[Model], fields: dict[str, Any], mapping: Mapping, names: dict[str, str]) -> None:
    others = {field.name for field in model._meta.fields} - {name for name, value in fields.items() if value}
    try:
        model(**fields).clean_fields(exclude=others)
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            mapping.problem(names.get(name, name), f'"{names.get(name, name)}": {" ".join(messages)}')


def _unique(found: Sequence[SourceShape | ClaimShape | QuestionShape], reader: Reader) -> None:
    seen: dict[str, int] = {}
    for shape in found:
        if shape.key and shape.key in seen:
            reader.problem(
                shape.place.line,
                _('"%(key)s" stands in line %(line)s already.') % {"key": shape.key, "line": seen[shape.key]},
            )
        seen.setdefault(shape.key, shape.place.line)


def read_sources(reader: Reader, text: str) -> list[SourceShape]:
    """The publications of sources.yaml."""
    found = []
    for node in reader.entries(text):
        mapping = reader.as_mapping(node, {"id", "author", *_CSL})
        if mapping is None:
            continue
        fields: dict[str, Any] = {ours: mapping.text(csl) for csl, ours in _CSL.items()}
        fields["type"] = fields["type"] or Source._meta.get_field("type").default
        fields["doi"] = normal_doi(fields["doi"]) if fields["doi"] else None
        fields["author"] = _authors(mapping)
        key = mapping.text("id", required=True)
        if not mapping.text("issued", required=True) or not _ISSUED.match(fields["issued"]):
            mapping.problem("issued", _('"issued" is a year or a date: 2018, 2018-03 or 2018-03-09.'))
        _checked(Source, {**fields, "key": key}, mapping, {**{ours: csl for csl, ours in _CSL.items()}, "key": "id"})
        found.append(SourceShape(key, fields, mapping.place))
    _unique(found, reader)
    return found


def _authors(mapping: Mapping) -> list[dict[str, str]]:
    names: list[dict[str, str]] = []
    for name in mapping.mappings("author", _NAME_PARTS):
        parts: dict[str, str] = {part: name.text(part) for part in ("family", "given", "literal") if part in name.nodes}
        if not any(parts.get(part, "").strip() for part in ("family", "literal")):
            name.reader.problem(name.line, _('An author needs "family" (and "given"), or "literal".'))
        names.append(parts)
    return names


def read_claims(reader: Reader, text: str) -> list[ClaimShape]:
    """The statements of claims.yaml."""
    found = []
    for node in reader.entries(text):
        mapping = reader.as_mapping(node, {"key", "statement", "certainty", "certainty_note", "review_by", "sources"})
        if mapping is None:
            continue
        claim = ClaimShape(
            key=mapping.text("key", required=True),
            statement=mapping.text("statement", required=True),
            certainty=mapping.choice("certainty", list(Certainty.values)),
            certainty_note=mapping.text("certainty_note"),
            review_by=mapping.date("review_by"),
            place=mapping.place,
        )
        for support in mapping.mappings("sources", {"source", "note"}):
            source = support.text("source", required=True)
            if source in dict(claim.support):
                support.problem("source", _('"%(source)s" supports this claim already.') % {"source": source})
            claim.support.append((source, support.text("note")))
            claim.support_places.append(support.place)
        _checked(Claim, {"key": claim.key}, mapping, {})
        found.append(claim)
    _unique(found, reader)
    return found


_QUESTION = {"key", "topic", "type", "stem", "claims", "critical", "corrective"}


def read_questions(reader: Reader, text: str, media: MediaNames) -> list[QuestionShape]:
    """The question bank of questions.yaml."""
    found = []
    own = set().union(*(fields_of(one.block) for one in types.types()))
    for node in reader.entries(text):
        mapping = reader.as_mapping(node, _QUESTION | own)
        if mapping is None:
            continue
        kind = mapping.choice("type", types.names())
        block = types.named(kind if kind in types.names() else types.types()[0].name).block
        for name in sorted(own - fields_of(block)):
            if name in mapping.nodes:
                mapping.problem(
                    name,
                    _('"%(name)s" has no place in a question of the type "%(kind)s".') % {"name": name, "kind": kind},
                )
        before = len(reader.problems)
        question = QuestionShape(
            key=mapping.text("key", required=True),
            topic=mapping.text("topic", required=True),
            kind=kind,
            stem=mapping.text("stem", required=True),
            value=BlockReader(reader, media).struct(block, mapping),
            claims=[key for key, _ in mapping.texts("claims")],
            critical=mapping.boolean("critical"),
            corrective=mapping.text("corrective"),
            place=reader.place(line_of(node)),
        )
        _checked(Question, {"key": question.key, "topic": question.topic}, mapping, {})
        if question.corrective and not question.critical:
            mapping.problem("corrective", _('Only a question with "critical: true" leads to a lesson.'))
        if len(reader.problems) == before:
            _check_type(question, block, mapping)
        found.append(question)
    _unique(found, reader)
    return found


def _check_type(question: QuestionShape, block: StructBlock, mapping: Mapping) -> None:
    """What the type of a question has against it, at the first of its own fields."""
    where = next((name for name in block.child_blocks if name in mapping.nodes), "type")
    for problem in types.named(question.kind).problems(question.value):
        if problem.blocking:
            mapping.problem(where, problem.message)


# ------------------------------------------------------------------------------------------------------------- writing
def written_sources(sources: list[SourceShape]) -> str:
    """sources.yaml."""
    return dump([_source(source) for source in sources]) if sources else ""


def _source(source: SourceShape) -> dict[str, Any]:
    found: dict[str, Any] = {"id": source.key}
    for csl, ours in _CSL.items():
        if source.fields[ours]:
            found[csl] = source.fields[ours]
        if csl == "title" and source.fields["author"]:
            found["author"] = source.fields["author"]
    return found


def written_claims(claims: list[ClaimShape]) -> str:
    """claims.yaml."""
    return dump([_claim(claim) for claim in claims]) if claims else ""


def _claim(claim: ClaimShape) -> dict[str, Any]:
    found: dict[str, Any] = {"key": claim.key, "statement": claim.statement, "certainty": claim.certainty}
    if claim.certainty_note:
        found["certainty_note"] = claim.certainty_note
    if claim.review_by:
        found["review_by"] = claim.review_by
    if claim.support:
        found["sources"] = [
            {"source": source, "note": note} if note else {"source": source} for source, note in claim.support
        ]
    return found


def written_questions(questions: list[QuestionShape], media: MediaNames) -> str:
    """questions.yaml."""
    return dump([_question(question, media) for question in questions]) if questions else ""


def _question(question: QuestionShape, media: MediaNames) -> dict[str, Any]:
    found = {
        "key": question.key,
        "topic": question.topic,
        "type": question.kind,
        "stem": question.stem,
        **writable(types.named(question.kind).block, question.value, media),
    }
    if question.claims:
        found["claims"] = question.claims
    if question.critical:
        found["critical"] = True
    if question.corrective:
        found["corrective"] = question.corrective
    return found
