"""Showing it: the PDF, verification, the holder's page."""
