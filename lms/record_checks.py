"""What must hold of the pictures that certificates print."""

import hashlib
from collections.abc import Iterator

from lms.models import Picture
from lms.records import Damage, check


@check("logos and signatures are what was kept")
def changed_pictures() -> Iterator[Damage]:
    """Every picture's bytes are those of its name."""
    for picture in Picture.objects.iterator(chunk_size=20):
        if hashlib.sha256(bytes(picture.content)).hexdigest() != picture.sha256:
            yield Damage(
                f"lms.picture {picture.sha256[:8]}",
                "its bytes are not those that were kept",
                "Bring the row back from a backup; certificates that print it cannot be rendered anew meanwhile.",
            )
