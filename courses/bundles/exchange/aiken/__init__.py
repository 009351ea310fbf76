"""Aiken: one text file of questions with lettered options and one answer."""
