"""One of everything that pages show, for the walks in other languages, and the arguments of addresses that need some."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.usersessions.models import UserSession

from accounts import access_log, failed_logins
from accounts.models import FailedLogin, User
from certificates.ledger import rulings
from certificates.ledger.models import Certificate, Ruling
from certificates.updates import rollout
from certificates.updates.models import Obligation
from courses.authoring.models import CurriculumPage
from courses.contents.models import Content
from courses.learning import attempts
from courses.learning.models import Attempt, Enrolment
from courses.releases import releasing, reviewing
from courses.releases.models import Release, ReleaseProposal, ReviewTask
from evidence.models import EvidenceUpdate
from tests import factories, plain
from tests.factories import certified, enrolled, make_claim, make_curriculum, make_release, make_scheme, make_source


@dataclass
class World:
    """The people by role, and what happened around the trainee."""

    people: dict[str, User]
    curriculum: CurriculumPage
    release: Release
    under_way: Enrolment
    attempt: Attempt
    result: Attempt
    certificate: Certificate
    owed: Obligation
    proposal: ReleaseProposal
    update: EvidenceUpdate
    task: ReviewTask


def make(people: dict[str, User], *, at: datetime) -> World:
    """The trainee holds a certificate, owes an update and is under way elsewhere; a release and a review are waiting."""
    trainee, admin = people["trainee"], people["admin"]
    for person in people.values():
        _furnish(person, admin, at)
    claim = make_claim("group-claim", sources=[make_source("okoye-2018")], certainty_note="Two small studies.")
    curriculum = make_curriculum("skills", modules=2, lessons=1, questions=2, claim=claim)
    make_release(curriculum, at=at - timedelta(days=200))
    make_scheme(curriculum, slug="facilitator")
    certificate = certified(trainee, curriculum, at=at - timedelta(days=100))
    _revoke_another(trainee, admin, at)
    release = _release_again(curriculum, at - timedelta(days=10))
    author, _approver = factories.trainers_of(curriculum)
    told = {"summary": "Withdrawn by the journal.", "happened_on": at.date()}
    update = reviewing.record_update(kind="retracted", source=claim.sources.first().source, **told, by=admin, at=at)
    under_way = _under_way(trainee, at)
    attempt, result = _attempts(under_way, at)
    factories.edit_lesson(factories.lessons_of(curriculum)[1], "Words of the next release.")
    proposal = releasing.prepare(CurriculumPage.objects.get(pk=curriculum.pk), by=author, at=at)
    return World(
        people,
        curriculum,
        release,
        under_way,
        attempt,
        result,
        certificate,
        Obligation.objects.get(certificate=certificate),
        proposal,
        update,
        ReviewTask.objects.filter(update=update).first(),
    )
