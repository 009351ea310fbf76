"""From the database to a folder or .zip that can be imported again without loss."""

import re
import zipfile
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.utils.translation import gettext as _

from courses.authoring.models import CurriculumPage
from courses.bundles import bank, lessons
from courses.bundles.collecting import collect, place_key
from courses.bundles.located import dump
from courses.bundles.reading import TITLES
from courses.bundles.shapes import Bundle, LessonShape, QuizShape
from lms.refusals import Refusal

_OURS = re.compile(
    r"^((curriculum|sources|claims|questions)\.yaml|media/[^/]+|\d+-[a-z0-9-]+/(module\.yaml|[^/]+\.md|[^/]+\.quiz\.yaml))$"
)


def export(curriculum: CurriculumPage, path: Path) -> list[str]:
    """Write the published curriculum to a folder, or to a .zip when `path` ends so. Answers the names written.

    A folder that holds a bundle already is brought up to date: files of that bundle which are no longer needed go.
    """
    written = _published(curriculum)
    if path.suffix.lower() == ".zip":
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as stream:
            _write_zip(written, stream)
    else:
        _write_folder(written, path)
    return sorted(written)


def export_zip(curriculum: CurriculumPage, stream: IO[bytes]) -> None:
    """Write the published curriculum as a .zip. Raises Refusal when it is not published."""
    _write_zip(_published(curriculum), stream)


def _published(curriculum: CurriculumPage) -> dict[str, bytes]:
    if not curriculum.live:
        raise Refusal(_("This curriculum is not published yet. Publish it, then export it."))
    return as_files(collect(curriculum))


def as_files(bundle: Bundle) -> dict[str, bytes]:
    """A bundle as files, by name."""
    names = {sha1: media.name for sha1, media in bundle.media.items()}
    texts = {"curriculum.yaml": dump({"title": bundle.fields["title"], "slug": bundle.slug, **_rest(bundle)})}
    texts["sources.yaml"] = bank.written_sources(bundle.sources)
    texts["claims.yaml"] = bank.written_claims(bundle.claims)
    texts["questions.yaml"] = bank.written_questions(bundle.questions, names)
    for number, module in enumerate(bundle.modules, start=1):
        folder = f"{number:02}-{module.slug}"
        texts[f"{folder}/module.yaml"] = dump(
            _with_key({"title": module.title, "summary": module.summary}, place_key(bundle, module))
        )
        for place, item in enumerate(module.items, start=1):
            key, stem = place_key(bundle, module, item), f"{folder}/{place:02}-{item.slug}"
            if isinstance(item, LessonShape):
                texts[f"{stem}.md"] = lessons.written(item, names, key)
            else:
                texts[f"{stem}.quiz.yaml"] = dump(_with_key(_quiz(item), key))
    found = {name: text.encode() for name, text in texts.items() if text}
    found.update({media.name: media.read() for media in bundle.media.values()})
    titles = {
        PurePosixPath(media.name).name: media.title
        for media in bundle.media.values()
        if media.title != PurePosixPath(media.name).stem
    }
    return {**found, TITLES: dump(titles).encode()} if titles else found


def _rest(bundle: Bundle) -> dict[str, Any]:
    return {name: value for name, value in bundle.fields.items() if name != "title" and value not in ("", [])}


def _with_key(fields: dict[str, Any], key: str) -> dict[str, Any]:
    shown = {name: value for name, value in fields.items() if value != "" or name == "title"}
    return {**shown, "key": key} if key else shown


def _quiz(quiz: QuizShape) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "title": quiz.title,
        "intro": quiz.intro,
        "pass_mark": quiz.pass_mark,
        "max_attempts": quiz.max_attempts,
        "layout": quiz.layout,
        **quiz.rules.as_data(),
        "questions": quiz.chosen,
    }
    if quiz.draws:
        fields["draw"] = [{"topic": topic, "count": count} for topic, count in quiz.draws]
    return fields


def _write_zip(files: dict[str, bytes], stream: IO[bytes]) -> None:
    # A fixed date, so that the same curriculum gives the same bytes.
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name])


def _write_folder(files: dict[str, bytes], path: Path) -> None:
    if path.exists() and not path.is_dir():
        raise Refusal(f"{path} is a file. Name a folder, or a file that ends in .zip.")
    if path.is_dir() and any(path.iterdir()) and not (path / "curriculum.yaml").is_file():
        raise Refusal(f"{path} holds other files. Name an empty folder, or one that holds a bundle.")
    for old in sorted(path.rglob("*")) if path.is_dir() else []:
        name = old.relative_to(path).as_posix()
        if old.is_file() and name not in files and _OURS.match(name):
            old.unlink()
    for name, data in files.items():
        target = path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.is_file() or target.read_bytes() != data:
            target.write_bytes(data)
    for folder in [each for each in path.iterdir() if each.is_dir() and not any(each.iterdir())]:
        folder.rmdir()
