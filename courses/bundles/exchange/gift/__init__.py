"""GIFT: one text file, as Moodle and many others write it."""
