"""From the files of a bundle to one `shapes.Bundle`, with every problem at its file and line."""

import re
from collections.abc import Iterable
from functools import partial
from hashlib import sha1
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from courses.authoring.models import CurriculumPage, LessonPage, ModulePage, QuizPage
from courses.bundles import bank, files
from courses.bundles.lessons import LessonReader
from courses.bundles.located import Mapping, Reader
from courses.bundles.shapes import Bundle, BundleRefused, LessonShape, Media, ModuleShape, Place, Problem, QuizShape
from courses.contents.quiz_rules import Rules

CURRICULUM = {"title", "slug", "code", "language", "summary", "audience", "outcomes"}
_RULES = {"wait_hours", "explains", "shuffles", "honour"}
QUIZ = {"title", "intro", "pass_mark", "max_attempts", "layout", "questions", "draw", "key"} | _RULES
MODULE = {"title", "summary", "key"}
TITLES = "media/titles.yaml"
_TOP_FILES = {"curriculum.yaml", "sources.yaml", "claims.yaml", "questions.yaml"}
_NUMBERED = re.compile(r"^(\d+)-([a-z0-9]+(?:-[a-z0-9]+)*)$")
_OUTCOME_LIMIT = 250


class BundleReader:
    """Reads the files of one bundle; `problems` collects what is wrong with them."""

    def __init__(self, found: dict[str, bytes]) -> None:
        self.files = found
        self.problems: list[Problem] = []
        self.media = {
            name: sha1(data, usedforsecurity=False).hexdigest()
            for name, data in found.items()
            if name.startswith("media/") and name != TITLES
        }

    def slug(self) -> str:
        """Which curriculum it is for, without looking at anything else; empty when that cannot be read."""
        if "curriculum.yaml" not in self.files:
            return ""
        try:
            text = files.text_of(self.files["curriculum.yaml"], "curriculum.yaml")
        except BundleRefused:  # said when the whole bundle is read
            return ""
        mapping = Reader("curriculum.yaml", []).mapping(text, CURRICULUM)
        return mapping.text("slug") if mapping is not None else ""

    def read(self) -> Bundle:
        """The bundle as far as it can be read."""
        if "curriculum.yaml" not in self.files:
            raise BundleRefused([Problem(Place("curriculum.yaml"), _("This file is missing, so this is no bundle."))])
        bundle = self._curriculum()
        bundle.media = self._media()
        bundle.sources = bank.read_sources(*self._file("sources.yaml"))
        bundle.claims = bank.read_claims(*self._file("claims.yaml"))
        bundle.questions = bank.read_questions(*self._file("questions.yaml"), self.media)
        bundle.modules = self._modules()
        return bundle

    def _text(self, name: str) -> str:
        try:
            return files.text_of(self.files.get(name, b""), name)
        except BundleRefused as refused:
            self.problems.extend(refused.problems)
            return ""

    def _file(self, name: str) -> tuple[Reader, str]:
        return Reader(name, self.problems), self._text(name)

    def _problem(self, file: str, message: str, line: int = 0) -> None:
        self.problems.append(Problem(Place(file, line), message))

    def _curriculum(self) -> Bundle:
        reader, text = self._file("curriculum.yaml")
        mapping = reader.mapping(text, CURRICULUM)
        if mapping is None:
            return Bundle(slug="", fields={}, place=Place("curriculum.yaml"))
        fields: dict[str, Any] = {
            "title": mapping.text("title", required=True),
            "code": mapping.text("code", required=True),
            "language": mapping.text("language", "en"),
            "summary": mapping.text("summary", required=True),
            "audience": mapping.text("audience"),
        }
        slug = mapping.text("slug", required=True)
        check_fields(CurriculumPage, {**fields, "slug": slug}, mapping)
        outcomes = mapping.texts("outcomes")
        for outcome, place in outcomes:
            if not outcome.strip() or len(outcome) > _OUTCOME_LIMIT:
                self.problems.append(
                    Problem(
                        place,
                        _("An outcome has 1 to %(limit)s characters.") % {"limit": _OUTCOME_LIMIT},
                    )
                )
        fields["outcomes"] = [outcome for outcome, _ in outcomes]
        return Bundle(slug=slug, fields=fields, place=mapping.place)

    def _media(self) -> dict[str, Media]:
        reader, text = self._file(TITLES)
        names = {name.removeprefix("media/") for name in self.media}
        titles = reader.mapping(text, names) if TITLES in self.files else None
        found: dict[str, Media] = {}
        for name, digest in self.media.items():
            short = name.removeprefix("media/")
            title = titles.text(short) if titles is not None else ""
            found.setdefault(
                digest, Media(name, digest, title or PurePosixPath(name).stem, partial(self.files.__getitem__, name))
            )
        return found

    # ---------------------------------------------------------------------------------------------- the outline
    def _modules(self) -> list[ModuleShape]:
        folders: dict[str, list[str]] = {}
        for name in sorted(self.files):
            parts = name.split("/")
            if name in _TOP_FILES or parts[0] == "media":
                continue
            if len(parts) != 2:
                self._problem(name, _("This file has no place in a bundle."))
            else:
                folders.setdefault(parts[0], []).append(parts[1])
        modules = []
        for folder, slug in self._in_order(folders, "", ""):
            modules.append(self._module(folder, slug, folders[folder]))
        return modules

    def _in_order(self, names: Iterable[str], folder: str, what: str) -> list[tuple[str, str]]:
        """Numbered names in order, with their slugs. Names without a number, and numbers used twice, are problems."""
        found: dict[int, tuple[str, str]] = {}
        slugs: dict[str, str] = {}
        for name in sorted(names):
            path = f"{folder}/{name}" if folder else name
            stem = name.removesuffix(what) if what else name.removesuffix(".md").removesuffix(".quiz.yaml")
            match = _NUMBERED.match(stem)
            if match is None:
                self._problem(path, _('The name must be a number, a hyphen and a slug, for example "01-foundations".'))
            elif int(match[1]) in found:
                self._problem(
                    path, _("The number %(number)s stands twice, so the order is not clear.") % {"number": match[1]}
                )
            elif match[2] in slugs:
                self._problem(
                    path, _('"%(slug)s" is also the slug of %(name)s.') % {"slug": match[2], "name": slugs[match[2]]}
                )
            else:
                found[int(match[1])] = (name, match[2])
                slugs[match[2]] = name
        return [found[number] for number in sorted(found)]

    def _module(self, folder: str, slug: str, names: list[str]) -> ModuleShape:
        file = f"{folder}/module.yaml"
        if "module.yaml" not in names:
            self._problem(file, _("This file is missing. It gives the module its title."))
        reader, text = self._file(file)
        mapping = reader.mapping(text, MODULE) if "module.yaml" in names else None
        module = ModuleShape(slug=slug, title="", summary="", items=[], place=Place(file, 1))
        if mapping is not None:
            module.title = mapping.text("title", required=True)
            module.summary = mapping.text("summary")
            module.key = self._key(mapping)
            check_fields(ModulePage, {"title": module.title, "summary": module.summary, "slug": slug}, mapping)
        items = [name for name in names if name.endswith((".md", ".quiz.yaml"))]
        for name in sorted(set(names) - set(items) - {"module.yaml"}):
            self._problem(f"{folder}/{name}", _("A module holds module.yaml, lessons (.md) and quizzes (.quiz.yaml)."))
        for name, item_slug in self._in_order(items, folder, ""):
            read = self._lesson if name.endswith(".md") else self._quiz
            item = read(f"{folder}/{name}", item_slug)
            if item is not None:
                module.items.append(item)
        return module

    def _key(self, mapping: Mapping) -> str:
        text = mapping.text("key")
        try:
            return str(UUID(text)) if text else ""
        except ValueError:
            mapping.problem("key", _('"key" must be a UUID, as an export writes it.'))
            return ""

    def _lesson(self, file: str, slug: str) -> LessonShape | None:
        reader = LessonReader(file, self.problems, self.media)
        mapping, lines, above = reader.front(self._text(file))
        body = reader.body(lines, above)
        if mapping is None:
            return None
        fields: dict[str, Any] = {
            "title": mapping.text("title", required=True),
            "summary": mapping.text("summary"),
            "minutes": mapping.integer("minutes", 15),
        }
        check_fields(LessonPage, {**fields, "slug": slug}, mapping)
        return LessonShape(slug=slug, body=body, key=self._key(mapping), place=Place(file, 1), **fields)

    def _quiz(self, file: str, slug: str) -> QuizShape | None:
        reader, text = self._file(file)
        mapping = reader.mapping(text, QUIZ)
        if mapping is None:
            return None
        fields: dict[str, Any] = {
            "title": mapping.text("title", required=True),
            "intro": mapping.text("intro"),
            "pass_mark": mapping.integer("pass_mark", 80),
            "max_attempts": mapping.integer("max_attempts"),
            "layout": mapping.choice("layout", list(QuizPage.Layout.values), QuizPage.Layout.ONE.value),
        }
        rules: dict[str, Any] = {
            "wait_hours": mapping.integer("wait_hours", 0),
            "explains": mapping.choice("explains", list(QuizPage.Explains.values), QuizPage.Explains.EACH.value),
            "shuffles": mapping.boolean("shuffles"),
            "honour": mapping.text("honour").strip(),
        }
        check_fields(QuizPage, {**fields, **rules, "slug": slug}, mapping)
        draws = []
        for draw in mapping.mappings("draw", {"topic", "count"}):
            topic, count = draw.text("topic", required=True), draw.integer("count", 1, required=True)
            if not 1 <= count <= 50:
                draw.problem("count", _('"count" must be from 1 to 50.'))
            draws.append((topic, count))
        chosen = [key for key, _ in mapping.texts("questions")]
        return QuizShape(
            slug=slug,
            chosen=chosen,
            draws=draws,
            rules=Rules(**rules),
            key=self._key(mapping),
            place=mapping.place_of("questions"),
            **fields,
        )


def check_fields(model: type[models.Model], fields: dict[str, Any], mapping: Mapping) -> None:
    """Note what the model itself would say about these values, at the line of each."""
    others = {field.name for field in model._meta.fields} - set(fields)
    # Missing values have been noted already.
    empty = {name for name, value in fields.items() if value in ("", None)}
    try:
        model(**fields).clean_fields(exclude=others | empty)
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            mapping.problem(name, f'"{name}": {" ".join(messages)}')
