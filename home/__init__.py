"""The public site, My training, and the demo."""
