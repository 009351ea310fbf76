"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class OwaspArgon2PasswordHasher(Argon2PasswordHasher):
    """argon2id with 19 MiB, two passes, one lane: the OWASP Password Storage Cheat Sheet's first recommendation."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
