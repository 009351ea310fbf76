"""Proposals, what was read and remarked before approval, the releases they become, and the review tasks that lead to them."""

from courses.releases.models.examining import Reading, Remark
from courses.releases.models.proposals import ProposalPart, ReleaseProposal, ScheduleChange
from courses.releases.models.releases import ChangeClass, Release, ReleaseItem
from courses.releases.models.reviewing import ReviewTask

__all__ = [
    "ChangeClass",
    "ProposalPart",
    "Reading",
    "Release",
    "ReleaseItem",
    "ReleaseProposal",
    "Remark",
    "ReviewTask",
    "ScheduleChange",
]
