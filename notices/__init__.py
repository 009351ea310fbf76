"""Telling people things exactly once, in their own language; it knows no subject."""
