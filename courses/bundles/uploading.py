"""Bundles that were uploaded wait in private storage, each in its uploader's name, until they are imported or a day is over."""

from datetime import datetime
from typing import IO

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from accounts.models import User
from courses.authoring.models import CurriculumPage
from courses.bundles import files, importing, waiting
from courses.bundles.importing import Allowed, ImportResult
from lms.refusals import Refusal


class NotYours(Refusal):
    """The bundle is for a curriculum that whoever uploaded it may not write."""


def permitted(by: User, *, at: str = "") -> Allowed:
    """Whether this person may bring in a bundle: into what they write; as something new only if they run the site.

    `at` is the slug of the curriculum at whose page they are; empty: wherever it belongs.
    """

    def check(slug: str, curriculum: CurriculumPage | None) -> None:
        if not slug:  # what is wrong with it is said when it is read
            return
        if at and slug != at:
            raise NotYours(
                _("This bundle is for “%(other)s”, and this is the page of “%(this)s”. Upload it where it belongs.")
                % {"other": slug, "this": at}
            )
        if curriculum is None and not by.is_superuser:
            raise NotYours(
                _("There is no curriculum “%(slug)s” yet. An administrator can bring in a new one.") % {"slug": slug}
            )
        if curriculum is not None and not by.has_perm("authoring.author_curriculum", curriculum):
            raise NotYours(_("“%(slug)s” is not a curriculum that you write.") % {"slug": slug})

    return check


def keep(upload: UploadedFile, *, by: User, at: str = "") -> str:
    """Keep an uploaded .zip that could be imported, and answer the SHA-256 by which its uploader finds it again.

    Raises BundleRefused with every problem, and NotYours. What is refused is not kept.
    """
    called = upload.name or _("The file")
    size = upload.size or 0
    if size > files.MAX_BYTES:
        raise files.too_large({called: size})
    importing.plan(files.load_zip(_stream(upload), called), allowed=permitted(by, at=at))
    return waiting.BUNDLES.keep(upload, by=by)


def _stream(upload: UploadedFile) -> IO[bytes]:
    upload.seek(0)
    assert upload.file is not None
    return upload.file


def kept(sha256: str, *, by: User) -> dict[str, bytes]:
    """The files of a bundle this person uploaded. Raises Refusal when it is not there any more."""
    gone = _("This bundle is not kept any more. Upload it again.")
    with waiting.BUNDLES.open(sha256, by=by, gone=gone) as stream:
        return files.load_zip(stream, sha256)


def plan(sha256: str, *, by: User) -> importing.Plan:
    """What importing a kept bundle would change now. Raises Refusal when it is gone or refused."""
    return importing.plan(kept(sha256, by=by), allowed=permitted(by))


def import_kept(sha256: str, *, shown: str, by: User) -> ImportResult:
    """Import a kept bundle, if what would change is still what was shown (the plan's mark). It is then removed."""
    result = importing.import_shown(kept(sha256, by=by), shown=shown, by=by, allowed=permitted(by))
    discard(sha256, by=by)
    return result


def discard(sha256: str, *, by: User) -> None:
    """Remove a kept bundle; when it is gone already, nothing happens."""
    waiting.BUNDLES.discard(sha256, by=by)


def sweep(*, at: datetime) -> int:
    """Remove the uploads that nobody imported within a day; returns how many that were."""
    return waiting.sweep(at=at)
