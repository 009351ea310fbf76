"""Which page a place in a bundle means.

A page made by an import gets a key (its translation key) that follows from its place, so that two sites importing one bundle
agree. A page that was made or moved in the editor has another key, and an export writes it down.
"""

from uuid import UUID, uuid5

from courses.authoring.models import LessonPage

_NAMESPACE = UUID("6b0c9c0e-2f4d-5a57-9a53-0f2d5e3f7a11")


def key_of(*slugs: str) -> str:
    """The key of the page at this place: curriculum, module, and lesson or quiz."""
    return str(uuid5(_NAMESPACE, "/".join(slugs)))


def key_to_write(key: str, *slugs: str) -> str:
    """The key, when it does not follow from the place; otherwise nothing."""
    return "" if key == key_of(*slugs) else key


def place_of(lesson: LessonPage) -> str:
    """The place of a lesson on this site: curriculum/module/lesson."""
    return "/".join(lesson.url_path.strip("/").split("/")[-3:])


def lesson_at(place: str) -> LessonPage | None:
    """The lesson of this site at a place, or None."""
    found: LessonPage | None = LessonPage.objects.filter(url_path__endswith=f"/{place}/").first()
    return found if found is not None and place_of(found) == place else None
