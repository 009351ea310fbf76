"""What a person holds and until when; each room is an app of its own."""
