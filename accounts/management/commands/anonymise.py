"""Take a person's name and address from their account; records stay."""

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts import anonymising
from accounts.models import User


class Command(BaseCommand):
    help = "Anonymises an account, for good. Training records and issued certificates stay."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="The address of the account.")
        parser.add_argument("--by", required=True, help="The address of the administrator who decided it.")
        parser.add_argument("--no-input", action="store_false", dest="ask", help="Do not ask first.")

    def handle(self, *, email: str, by: str, ask: bool, **options: object) -> None:
        user, administrator = _person(email), _person(by)
        if ask and input(f"Take name and address from the account of {user}? It cannot be undone. [yes/no] ") != "yes":
            self.stdout.write("Nothing was changed.")
            return
        try:
            anonymising.anonymise(user, by=administrator, at=timezone.now())
        except PermissionDenied as refused:
            raise CommandError(str(refused))
        self.stdout.write("The account is anonymised.")


def _person(email: str) -> User:
    try:
        return User.objects.get(email__iexact=email)
    except User.DoesNotExist:
        raise CommandError(f"There is no account with the address {email}.")
