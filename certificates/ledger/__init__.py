"""Schemes, periods, certificates and rulings: dates and status."""
