"""Frozen things and the pure reading of them."""
