"""What a kind of block or question has to say against one that was written."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing to mend, as a whole sentence; if not `blocking`, one to look at before it goes out."""

    message: str
    blocking: bool = True
