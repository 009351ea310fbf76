"""Files of questions that were uploaded: looked at, then imported as they were shown. They wait as bundles do."""

from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from accounts.models import User
from courses.bundles import waiting
from courses.bundles.exchange import bringing
from courses.bundles.exchange.base import MOST_BYTES, FileRefused, Source
from courses.bundles.exchange.bringing import Plan

MOST_IN_A_BROWSER = 500  # questions: more take longer to look at than anybody waits


@dataclass(frozen=True)
class Upload:
    """One upload: the SHA-256 of its bytes, what it is called, and the topic all of it gets (empty: each its own)."""

    sha256: str
    name: str
    topic: str


def may(by: User) -> bool:
    """Whether a person writes in the bank, and so is trusted with every right answer."""
    return by.has_perm("authoring.add_question") and by.has_perm("authoring.change_question")


def keep(upload: UploadedFile, *, topic: str, by: User) -> Upload:
    """Keep an uploaded file that can be read. Raises FileRefused; what is refused is not kept."""
    name = (upload.name or "")[-100:] or _("The file")
    if (upload.size or 0) > MOST_BYTES:
        raise FileRefused(_("The file is larger than %(limit)s MB. Divide it.") % {"limit": MOST_BYTES // 1024**2})
    assert upload.file is not None
    _bounded(bringing.plan(Source(name, upload.file), topic=topic))
    upload.seek(0)
    return Upload(waiting.QUESTIONS.keep(upload, by=by), name, topic)


def _bounded(plan: Plan) -> Plan:
    if len(plan.lines) > MOST_IN_A_BROWSER:
        words = {"count": len(plan.lines), "most": MOST_IN_A_BROWSER}
        raise FileRefused(
            _(
                "The file holds %(count)s questions, and here %(most)s at most can be looked at. Divide it, or ask whoever runs "
                "the site to import it with a command."
            )
            % words
        )
    return plan


def plan(upload: Upload, *, by: User) -> Plan:
    """What importing a kept file would bring now. Raises Refusal when it is gone or refused."""
    gone = _("This file is not kept any more. Upload it again.")
    with waiting.QUESTIONS.open(upload.sha256, by=by, gone=gone) as stream:
        return _bounded(bringing.plan(Source(upload.name, stream), topic=upload.topic))


def import_kept(upload: Upload, *, shown: str, by: User) -> int:
    """Import a kept file, if what would come is still what was shown (the plan's mark). It is then removed."""
    made = plan(upload, by=by)
    if made.mark != shown:
        raise bringing.changed_since()
    count = bringing.bring_in(made, by=by)
    waiting.QUESTIONS.discard(upload.sha256, by=by)
    return count


def discard(upload: Upload, *, by: User) -> None:
    """Remove a kept file; when it is gone already, nothing happens."""
    waiting.QUESTIONS.discard(upload.sha256, by=by)
