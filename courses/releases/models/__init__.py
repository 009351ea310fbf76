"""Proposals, the releases they become, and the review tasks that lead to them."""

from courses.releases.models.releases import ChangeClass, Release, ReleaseItem, ReleaseProposal
from courses.releases.models.reviewing import ReviewTask

__all__ = ["ChangeClass", "Release", "ReleaseItem", "ReleaseProposal", "ReviewTask"]
