"""A kind of block and a type of question that the site does not have: whatever they need lies in their own folders."""
