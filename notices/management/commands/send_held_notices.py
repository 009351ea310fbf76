"""Send letters that were held because unusually many were due at once."""

from django.core.management.base import BaseCommand, CommandParser
from django.db.models import Count
from django.utils import timezone

from notices import delivery


class Command(BaseCommand):
    help = "Shows the letters that are due, by kind and letter, and sends them after a yes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-input", action="store_false", dest="ask", help="Send without asking.")

    def handle(self, *, ask: bool, **options: object) -> None:
        due = delivery.due(timezone.now()).order_by()
        groups = list(
            due.values_list("notice__kind", "notice__letter").annotate(number=Count("pk")).order_by("-number")
        )
        if not groups:
            self.stdout.write("No letters are due.")
            return
        for kind, letter, number in groups[:50]:
            self.stdout.write(f"{number:6}  {kind}: {letter}")
        if len(groups) > 50:
            self.stdout.write(f"        and {len(groups) - 50} other letters")
        if ask and input("Send them now? [yes/no] ").strip().lower() != "yes":
            self.stdout.write("Nothing was sent. The letters keep waiting.")
            return
        sent = delivery.deliver_waiting(clock=timezone.now, release_held=True)
        self.stdout.write(f"{sent} letters were sent.")
