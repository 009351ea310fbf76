"""One line a statement, true ones with a plus before them."""
