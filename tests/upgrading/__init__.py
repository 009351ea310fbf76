"""Databases of earlier days, and whether they still come forward whole."""
