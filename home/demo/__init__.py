"""The demo: sample curricula, invented people, and a history in which every screen has something true to show.

Everything is made through the same rules that people use, at dates counted back from the day it is loaded.
"""
