"""How dates, times and numbers are written, a folder a language, as Django looks for them."""
