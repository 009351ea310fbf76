"""Question types, one folder a type: how it is written, asked, answered, graded, explained and compared."""
