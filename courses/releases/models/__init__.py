"""Proposals, the releases they become, and the review tasks that lead to them."""

from courses.releases.models.proposals import ProposalPart, ReleaseProposal, ScheduleChange
from courses.releases.models.releases import ChangeClass, Release, ReleaseItem
from courses.releases.models.reviewing import ReviewTask

__all__ = ["ChangeClass", "ProposalPart", "Release", "ReleaseItem", "ReleaseProposal", "ReviewTask", "ScheduleChange"]
