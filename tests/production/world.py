"""What people do on the site that the guide makes. It runs in the site's environment, and prints JSON."""

import json

from django.utils import timezone

from accounts import roles
from accounts.models import Region, User
from certificates.ledger import codes
from certificates.ledger.models import Certificate, Certification
from courses.authoring.models import CurriculumPage
from courses.learning import enrolling
from courses.releases.models import ChangeClass
from home.demo import history


def certify() -> None:
    """Two trainers release the imported curriculum, a scheme rests on it, and a learner does all of it."""
    at = timezone.now()
    curriculum = CurriculumPage.objects.get()
    region = Region.objects.first() or Region.add_root(name="Canada", slug="canada")
    staff = {
        key: User.objects.create_user(f"{key}@example.org", display_name=key, region=region)
        for key in ("trainer", "trainer2")
    }
    for trainer in staff.values():
        roles.make_trainer(trainer, [curriculum])
    words = {"change_class": ChangeClass.SUBSTANTIVE, "notes": "The first release."}
    history.release(curriculum, {key: User.objects.get(pk=one.pk) for key, one in staff.items()}, **words, at=at)
    scheme = Certification.objects.create(
        slug="facilitator",
        name="Meeting Facilitator",
        description="Leads meetings.",
        signatory_name="Noor Lindqvist",
        signatory_title="Director of Training",
    )
    scheme.curricula.set([curriculum])
    learner = User.objects.create_user(
        "jordan@example.org",
        display_name="Jordan",
        certificate_name="Jordan Ellery",
        name_confirmed_at=at,
        region=region,
    )
    history.study(enrolling.enrol(learner, curriculum, by=learner, at=at), at=timezone.now())
    print(json.dumps({"code": codes.shown(Certificate.objects.get().code)}))  # noqa: T201
