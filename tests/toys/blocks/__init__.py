"""Toy blocks."""
