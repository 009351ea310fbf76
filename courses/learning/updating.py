"""A lesson of an update: what it says differently from what its person was trained in."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from courses.contents import changes, marking, own
from courses.contents.outlines import outline_items
from courses.learning.models import Enrolment
from courses.learning.outlining import Step
from courses.releases.models import Release
from evidence.standing import Flag


@dataclass(frozen=True)
class Earlier:
    """The lesson as the person of an update knew it; `hash` is none where it is new to them."""

    release: Release
    hash: str | None


def earlier(enrolment: Enrolment, step: Step) -> Earlier | None:
    """The same lesson in the release of the training that the update rests on; None where nothing is to be marked: in other
    trainings, and in lessons that read as they did. One query in an update, none elsewhere.
    """
    if enrolment.kind != Enrolment.Kind.UPDATE:
        return None
    trained = Enrolment.objects.filter(
        user=enrolment.user_id, curriculum=enrolment.curriculum_id, completed_at__lte=enrolment.enrolled_at
    )
    basis = trained.select_related("release").order_by("-completed_at", "-pk").first()
    if basis is None:
        return None
    had = {item["key"]: item["hash"] for item in outline_items(basis.release.outline)}
    return None if had.get(step.key) == step.hash else Earlier(basis.release, had.get(step.key))


def marked_html(was: Earlier, step: Step, flags: Mapping[str, Flag], given: own.Given, *, language: str) -> SafeString:
    """The body of a lesson with every passage marked that is new, changed or gone. A few queries."""
    found = changes.contents({hash_ for hash_ in (was.hash, step.hash) if hash_})
    old = found[was.hash].data if was.hash else None
    parts = marking.lesson_parts(old, found[step.hash].data, flags, given, language=language)
    marked = sum(part.is_marked for part in parts)
    context = {"parts": _numbered(parts), "marked": marked, "since": was.release, "is_new": old is None}
    return mark_safe(render_to_string("learning/_marked_lesson.html", context))  # noqa: S308 (our own template)


def _numbered(parts: list[marking.Part]) -> list[tuple[int, marking.Part]]:
    """Each part with its number among those that are marked, 0 for the others."""
    count, found = 0, []
    for part in parts:
        count += part.is_marked
        found.append((count if part.is_marked else 0, part))
    return found
