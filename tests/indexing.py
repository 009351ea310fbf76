"""Wagtail's indexes of words and of references: kept up to date only in tests that look something up in them.

Indexing follows every save, and is a fifth of what making pages takes.
"""

from types import SimpleNamespace

from django_tasks.backends.immediate import ImmediateBackend


class OnlyWhenAsked(ImmediateBackend):
    """Does at once what Wagtail asks for while `is_on`, and nothing else: no test waits for a result."""

    is_on = False

    def enqueue(self, task, args, kwargs):
        return super().enqueue(task, args, kwargs) if self.is_on else SimpleNamespace(id="not-asked-for")
