"""Make the bare site's tables and rows, and print a session's cookie value."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.bare.settings")


def prepare() -> str:
    """Create everything, and return the session key of somebody logged in."""
    django.setup()
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.test import Client

    from bench.bare.models import Row

    call_command("migrate", "--run-syncdb", verbosity=0)
    Row.objects.create(key="one", text="A paragraph of a lesson. " * 100)
    user = User.objects.create_user("bench", password="a-long-enough-password")
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(user)
    return client.cookies["sessionid"].value


if __name__ == "__main__":
    print(prepare())
