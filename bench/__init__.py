"""Measures every flow of the site beside a bare Django view, in the same minutes (docs/guides/performance.md)."""
