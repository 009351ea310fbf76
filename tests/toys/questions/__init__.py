"""Toy questions."""
