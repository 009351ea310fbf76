"""The questions.yaml of our own bundles, which holds every type whole."""
