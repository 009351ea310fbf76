"""Lesson blocks, one folder a kind: all that is particular to a kind lies in its folder, and a registry finds them."""
