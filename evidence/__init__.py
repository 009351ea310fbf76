"""What the teaching rests on: sources, claims, and the dated updates to either."""
