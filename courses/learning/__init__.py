"""Who takes it: enrolments, attempts, completions, progress, the player."""
