"""What must hold of frozen contents and files."""

from collections.abc import Iterator

from courses.contents import filing
from courses.contents.hashing import content_hash
from courses.contents.models import Content, ContentFile, FrozenFile
from lms.records import Damage, check


@check("contents are what their hash says")
def changed_contents() -> Iterator[Damage]:
    """Every frozen content still hashes to its own name."""
    for content in Content.objects.iterator(chunk_size=200):
        if content_hash(content.kind, content.key, content.data) != content.hash:
            yield Damage(
                f"contents.content {content.hash}",
                "its words are not those that were frozen",
                "Bring the row back from a backup; nothing else can say what it was.",
            )


@check("frozen files are what their hash says")
def changed_files() -> Iterator[Damage]:
    """The bytes of every frozen file lie in their place and still hash to their name."""
    for file in FrozenFile.objects.iterator(chunk_size=200):
        if what := filing.wrong_with(file):
            yield Damage(
                f"contents.frozenfile {file.sha256}",
                what,
                "Bring the file back from a backup of FROZEN_ROOT; or upload the same file again and prepare a release "
                "that shows it.",
            )


@check("images of releases have the sizes they are shown in")
def unsized_images() -> Iterator[Damage]:
    """An image that content shows was kept in at least one size."""
    images = ContentFile.objects.filter(role=ContentFile.Role.IMAGE, file__renditions__isnull=True)
    for sha256 in images.order_by("file").values_list("file", flat=True).distinct():
        yield Damage(
            f"contents.frozenfile {sha256}",
            "the image has no size to be shown in",
            "Prepare a release of a lesson that shows the image: its sizes are made then.",
        )
