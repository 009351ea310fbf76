"""What trainers write: pages, the question bank, previews, freezing."""
