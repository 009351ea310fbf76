"""Bundles that were uploaded wait in private storage, each in its uploader's name, until they are imported or a day is over."""

import hashlib
from datetime import datetime, timedelta
from typing import IO

from django.core.files.storage import Storage, storages
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from accounts.models import User
from courses.authoring.models import CurriculumPage
from courses.bundles import files, importing
from courses.bundles.importing import Allowed, ImportResult
from lms.refusals import Refusal

KEPT = timedelta(days=1)
_FOLDER = "bundles"


class NotYours(Refusal):
    """The bundle is for a curriculum that whoever uploaded it may not write."""


def _place() -> Storage:
    return storages["private"]


def _name(by: User, sha256: str) -> str:
    return f"{_FOLDER}/{by.pk}-{sha256}.zip"


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
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    name = _name(by, digest.hexdigest())
    _place().delete(name)  # the same bundle again: its day begins anew
    upload.seek(0)
    _place().save(name, upload)
    return digest.hexdigest()


def _stream(upload: UploadedFile) -> IO[bytes]:
    upload.seek(0)
    assert upload.file is not None
    return upload.file


def kept(sha256: str, *, by: User) -> dict[str, bytes]:
    """The files of a bundle this person uploaded. Raises Refusal when it is not there any more."""
    name = _name(by, sha256)
    gone = Refusal(_("This bundle is not kept any more. Upload it again."))
    if not _place().exists(name):
        raise gone
    with _place().open(name) as stream:
        if hashlib.file_digest(stream, "sha256").hexdigest() != sha256:
            raise gone
        stream.seek(0)
        return files.load_zip(stream, name)


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
    _place().delete(_name(by, sha256))


def sweep(*, at: datetime) -> int:
    """Remove the bundles that nobody imported within a day; returns how many that were."""
    place = _place()
    try:
        names = place.listdir(_FOLDER)[1]
    except FileNotFoundError:  # nobody has uploaded anything yet
        return 0
    old = [f"{_FOLDER}/{name}" for name in names if _is_older(f"{_FOLDER}/{name}", at - KEPT)]
    for name in old:
        place.delete(name)
    return len(old)


def _is_older(name: str, than: datetime) -> bool:
    try:
        return _place().get_modified_time(name) < than
    except FileNotFoundError:  # another worker, or its uploader, was quicker
        return False
