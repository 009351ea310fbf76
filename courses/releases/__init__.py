"""How a curriculum goes out and why: proposals, verdicts, findings, review tasks, what may not be deleted."""
