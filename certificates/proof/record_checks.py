"""What must hold of the files of certificates."""

import hashlib
from collections.abc import Iterator

from certificates.proof.models import CertificateFile
from lms.records import Damage, check

_REPAIR = "Nothing to do: the next download renders the same bytes again from the facts."


@check("files of certificates are what was rendered")
def changed_files() -> Iterator[Damage]:
    """Every kept PDF is there, byte for byte."""
    for kept in CertificateFile.objects.iterator(chunk_size=200):
        name = f"proof.certificatefile {kept.pk}"
        try:
            with kept.file.open("rb") as file:
                found = hashlib.sha256(file.read()).hexdigest()
        except OSError:
            yield Damage(name, "its file is missing", _REPAIR)
            continue
        if found != kept.sha256:
            yield Damage(name, "its file is not the one that was rendered", "Delete the file. " + _REPAIR)
