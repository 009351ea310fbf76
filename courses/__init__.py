"""What is taught and who took it; each room is an app of its own."""
