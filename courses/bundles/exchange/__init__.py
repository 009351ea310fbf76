"""Questions to and from other systems: one folder a format, and one neutral list of items between them and our types."""
