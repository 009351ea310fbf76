"""Wagtail's index of what is searched: kept up to date only in tests that look something up in it.

Indexing follows every save, and is a tenth of what making pages takes. The index of references is always kept: rules rest
on it.
"""

from types import SimpleNamespace

from django_tasks.backends.immediate import ImmediateBackend

_OF_THE_SEARCH = "insert_or_update_object_task"


class SearchOnlyWhenAsked(ImmediateBackend):
    """Does at once what Wagtail asks for, but for the index of what is searched while it is not `searched`."""

    searched = False

    def enqueue(self, task, args, kwargs):
        if task.name == _OF_THE_SEARCH and not self.searched:
            return SimpleNamespace(id="not-asked-for")  # no test waits for a result
        return super().enqueue(task, args, kwargs)
