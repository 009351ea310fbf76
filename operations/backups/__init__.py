"""A site in one file, and back: its database, its files, and a manifest by which the rest is checked."""
