"""How tests are spread over processes: those of one file that stand in a row go to one of them, so that what the file's
tests share is made once. In the order in which they were collected, what takes longest first.
"""

from itertools import count
from typing import Any

from xdist.scheduler import LoadScopeScheduling

# Files of which every test goes everywhere: each is work enough for a process.
_LONG = ("tests/test_leaks.py", "tests/accounts/test_doors.py", "tests/languages/test_made_up.py")


def rows(collection: list[str]) -> dict[str, str]:
    """Each test with the name of the row it stands in."""
    found, numbers, last = {}, count(), ""
    for test in collection:
        file = test.partition("::")[0]
        if file != last or file in _LONG:
            number = next(numbers)
        found[test], last = f"{file} {number}", file
    return found


class InRows(LoadScopeScheduling):
    """Hands out one row after the other."""

    def __init__(self, config: Any, log: Any) -> None:
        config.option.loadscopereorder = False
        super().__init__(config, log)
        self._rows: dict[str, str] = {}

    def _split_scope(self, nodeid: str) -> str:
        if not self._rows:
            self._rows = rows(self.collection or [])
        return self._rows[nodeid]
