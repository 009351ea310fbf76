"""The last step of `make mutants`: how many changes the tests noticed in each file, and what the others were."""

import sys
from pathlib import Path

from mutmut.configuration import config
from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code

ENOUGH = 90  # of a hundred
NOTICED = {"killed", "timeout"}


def statuses(path: str) -> dict[str, str]:
    """What became of each change of a file that was tried."""
    data = SourceFileMutationData(path=path)
    data.load()
    found = {name: status_by_exit_code[code] for name, code in data.exit_code_by_key.items()}
    return {name: status for name, status in found.items() if status != "not checked"}


def main(survivors: Path) -> int:
    """Write a line for each file, write the changes that nobody noticed to `survivors`; 1 when there are too many."""
    too_many, diffs = False, []
    for path in config().only_mutate:
        found = statuses(path)
        if not found:
            continue
        missed = [name for name, status in found.items() if status not in NOTICED]
        noticed = len(found) - len(missed)
        sys.stdout.write(f"{path}: {noticed} of {len(found)} noticed, {100 * noticed // len(found)} %\n")
        too_many = too_many or noticed * 100 < ENOUGH * len(found)
        diffs += [f"# {name}: {found[name]}\n{get_diff_for_mutant(name, path=Path(path))}" for name in missed]
    survivors.write_text("\n".join(diffs))
    return int(too_many)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
