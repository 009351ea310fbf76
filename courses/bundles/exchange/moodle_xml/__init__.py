"""Moodle XML: one file with categories, formatted texts and pictures inside."""
