"""A format that nobody uses, to show that one folder is all it takes."""
