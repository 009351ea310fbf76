"""The result as a table for people and as JSON for machines."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Line:
    """One measured flow. `kept` is its throughput as a part of that of the bare site which keeps its database connections,
    in the same rounds; the aim, `share`, is set against it. `ratio` is the same beside a bare site as it comes.
    """

    flow: str
    ms: float
    per_second: float | None = None
    reads: int | None = None
    writes: int | None = None
    budget: int | None = None
    ratio: float | None = None
    share: float | None = None
    kept: float | None = None
    note: str = ""

    @property
    def verdict(self) -> str:
        """Whether the aims are met, in words."""
        missed = []
        if self.budget is not None and (self.reads or 0) + (self.writes or 0) > self.budget:
            missed.append("too many queries")
        if self.kept is not None and self.share and self.kept < self.share:
            missed.append("slower than aimed at")
        if self.note.startswith("over"):
            missed.append(self.note)
        return ", ".join(missed) or "met"


_HEAD = ("flow", "ms", "per s", "queries", "budget", "of bare", "of kept", "aim", "")


def table(lines: Sequence[Line]) -> str:
    """Aligned columns, one line a flow."""
    rows = [_HEAD, *(_cells(line) for line in lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    made = []
    for row in rows:
        first, *others = row
        cells = [first.ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(others[:-1], widths[1:-1], strict=True)]
        made.append("  ".join([*cells, others[-1]]).rstrip())
    return "\n".join(made)


def _cells(line: Line) -> tuple[str, ...]:
    return (
        line.flow,
        f"{line.ms:.1f}",
        "" if line.per_second is None else f"{line.per_second:.0f}",
        "" if line.reads is None else f"{line.reads}+{line.writes}",
        "" if line.budget is None else f"≤ {line.budget}",
        "" if line.ratio is None else f"{line.ratio:.2f}×",
        "" if line.kept is None else f"{line.kept:.2f}×",
        f"≥ {line.share:.2f}×" if line.share else "",
        line.verdict,
    )


def as_json(lines: Sequence[Line]) -> list[dict]:
    return [{**asdict(line), "verdict": line.verdict} for line in lines]
