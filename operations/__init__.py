"""Whether the site runs: what its administrators see of its parts, what machines ask it, and backups."""
