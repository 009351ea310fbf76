"""A release on its way, made through the desk."""

from django.test import Client
from django.urls import reverse

from accounts.models import User
from courses.authoring.models import CurriculumPage
from courses.releases.models import ReleaseProposal
from tests import factories


def prepared(client: Client, curriculum: CurriculumPage, author: User) -> ReleaseProposal:
    """The proposal that an author, who stays logged in, makes of one lesson with new words."""
    factories.edit_lesson(factories.lessons_of(curriculum)[0], "Words that are new.")
    client.force_login(author)
    client.post(reverse("desk:prepare", args=[curriculum.slug]))
    return ReleaseProposal.objects.get(state="draft")
