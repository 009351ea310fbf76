"""The demo's regions and people. Every name is invented."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from django.conf import settings

from accounts import roles
from accounts.models import Region, User
from courses.authoring.models import CurriculumPage

_Branch = Mapping[str, "_Branch"] | list[str]  # a region by name with what lies in it

REGIONS: _Branch = {
    "Canada": {
        "British Columbia": ["Vancouver", "Victoria"],
        "Nova Scotia": ["Halifax"],
        "Ontario": ["Ottawa", "Thunder Bay", "Toronto"],
        "Québec": ["Montréal"],
    }
}


@dataclass(frozen=True)
class Plan:
    """One invented facilitator: who they are, and what their history shows."""

    name: str
    region: str
    story: str
    curriculum: str = "rebt"


# Stories are told in home/demo/history.py.
PLANS = [
    Plan("Aiyana Beaucage", "Thunder Bay", "valid"),
    Plan("Zoë Tremblay", "Montréal", "valid"),
    Plan("Nguyễn Thị Hoa", "Toronto", "valid_done"),
    Plan("Κώστας Παππάς", "Toronto", "valid_done"),
    Plan("Samuel Okafor", "Ottawa", "due"),
    Plan("Marguerite Leduc-O’Brien", "Ottawa", "due_renewing"),
    Plan("Dilnoza Karimova", "Toronto", "grace"),
    Plan("Tomasz Wiśniewski", "Toronto", "expired"),
    Plan("Harpreet Gill", "Vancouver", "expired"),
    Plan("Олена Шевчук", "Toronto", "renewed"),
    Plan("Jean-Baptiste N’Diaye", "Ottawa", "suspended"),
    Plan("Ruth Abernathy", "Toronto", "revoked"),
    Plan("Mele Fonoti", "Victoria", "half"),
    Plan("Farid Haidari", "Ottawa", "half"),
    Plan("Grace Whitlock", "Halifax", "new"),
    Plan("Yusuf Demir", "Toronto", "new", "family-and-friends"),
    Plan("Amélie Fortin", "Montréal", "valid", "family-and-friends"),
    Plan("Keiko Tanaka", "Vancouver", "valid", "family-and-friends"),
    Plan("Obinna Eze", "Toronto", "valid", "family-and-friends"),
    Plan("Siobhán Kelleher", "Ottawa", "due", "family-and-friends"),
    Plan("Lars Østergaard", "Thunder Bay", "expired", "family-and-friends"),
    Plan("Priya Raghunathan", "Toronto", "valid_done", "family-and-friends"),
]

STAFF = {
    "trainer": "Maren Aldous",
    "trainer2": "Idris Coleman",
    "coordinator": "Beatriz Sandoval",
    "admin": "Noor Lindqvist",
}
TRAINEE = "Jordan Ellery"
TRAINEE_PLAN = Plan(TRAINEE, "Toronto", "valid_done", "family-and-friends")  # certified in one, half-way in the other


def make_regions() -> dict[str, Region]:
    """The region tree, by name."""
    found: dict[str, Region] = {}

    def grow(parent: Region | None, branch: _Branch) -> None:
        for name in branch:
            slug = name.lower().replace(" ", "-").replace("é", "e")
            region = Region.objects.filter(slug=slug).first()
            if region is None:
                region = parent.add_child(name=name, slug=slug) if parent else Region.add_root(name=name, slug=slug)
            found[name] = region
            if isinstance(branch, Mapping):
                grow(Region.objects.get(pk=region.pk), branch[name])

    grow(None, REGIONS)
    return found


def make_person(email: str, name: str, region: Region | None, *, at: datetime) -> User:
    """A person with a confirmed address and the demo's password; an existing one is left as they are."""
    found = User.objects.filter(email=email).first()
    if found is not None:
        return found
    person = User.objects.create_user(
        email,
        settings.DEMO_PASSWORD,
        display_name=name.split()[0],
        certificate_name=name,
        name_confirmed_at=at,
        region=region,
        date_joined=at,
    )
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    return person


def make_staff(regions: dict[str, Region], curricula: list[CurriculumPage], *, at: datetime) -> dict[str, User]:
    """Trainers for every curriculum, a coordinator for Ontario, an administrator."""
    staff = {key: make_person(f"{key}@example.org", name, regions["Ontario"], at=at) for key, name in STAFF.items()}
    for key in ("trainer", "trainer2"):
        roles.make_trainer(staff[key], curricula)
    roles.make_coordinator(staff["coordinator"], regions["Ontario"])
    roles.make_administrator(staff["admin"])
    return staff
