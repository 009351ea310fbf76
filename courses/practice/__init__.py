"""Seen to do it: rubrics, who may observe, and what was observed."""
