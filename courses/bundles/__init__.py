"""Curriculum bundles: a whole curriculum as a folder of Markdown and YAML (docs/guides/bundles.md).

Reading makes a `shapes.Bundle` of plain values from files; collecting makes the same from the database. Importing compares
the two and writes only what differs; exporting writes what was collected.
"""
