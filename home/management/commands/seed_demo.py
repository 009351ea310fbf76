"""Load the sample curricula and the demo's people. Running it again changes nothing."""

from datetime import timedelta

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from accounts.models import User
from certificates.updates import reminders
from home.demo import history, pages, people, practice, updates
from lms import locking
from lms.commands import InTheOrganisationsZone
from notices.models import Delivery, Notice


class Command(InTheOrganisationsZone):
    help = "Load the sample curricula and invented people. Refuses outside DEBUG unless --yes is given."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--yes", action="store_true", help="load the demo although DEBUG is off")

    def handle(self, *args: object, **options: object) -> None:
        if not settings.DEBUG and not options["yes"]:
            raise CommandError(
                "This makes accounts with a known password. Set DEBUG=true, or add --yes if you mean it."
            )
        with transaction.atomic(), locking.alone():
            self.load()
        self.stdout.write("Demo people (password: " + settings.DEMO_PASSWORD + ")")
        for email in User.objects.filter(email__in=self.addresses()).values_list("email", flat=True):
            self.stdout.write(f"  {email}")

    @staticmethod
    def addresses() -> list[str]:
        return ["trainee@example.org", *(f"{key}@example.org" for key in people.STAFF)]

    def load(self) -> None:
        at = timezone.now()
        long_ago = at - timedelta(days=1100)
        pages.make_site()
        curricula = pages.load_samples() if not User.objects.filter(email="trainee@example.org").exists() else []
        if not curricula:
            self.stdout.write("The demo is loaded already.")
            return
        regions = people.make_regions()
        staff = people.make_staff(regions, curricula, at=long_ago)
        history.make_certifications()
        for curriculum in curricula:
            history.first_release(curriculum, staff, at=long_ago)
        cast = [
            (plan, people.make_person(f"demo{number:02}@example.org", plan.name, regions[plan.region], at=long_ago))
            for number, plan in enumerate(people.PLANS, start=1)
        ]
        for plan, person in cast:
            history.live_through(plan, person, at=at)
            history.rule(plan, person, staff, at=at)
        trainee = people.make_person("trainee@example.org", people.TRAINEE, regions["Toronto"], at=long_ago)
        history.certify(people.TRAINEE_PLAN, trainee, at=at)
        history.half_way(trainee, at=at - timedelta(days=60))
        practice.seed({person.email: person for _plan, person in cast}, staff, regions["Ontario"], at=at)
        updates.tell_them(staff, at=at)
        for plan, person in [*cast, (people.TRAINEE_PLAN, trainee)]:
            history.renew(plan, person, at=at)
            history.catch_up(plan, person, at=at)
        pages.publish_long_ago(at=long_ago)
        reminders.send(at=at)
        # What was told long ago left long ago: only the last days' letters go out.
        past = Delivery.objects.filter(notice__created_at__lt=at - timedelta(days=5))
        told = Notice.objects.filter(pk=OuterRef("notice")).values("created_at")
        past.update(next_try_at=None, sent_at=Subquery(told))
