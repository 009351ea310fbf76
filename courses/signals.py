"""The two ways in which courses speaks to the apps above it. Both are sent inside the transaction that made the row."""

from django.dispatch import Signal

release_published = Signal()  # release: Release, at: datetime
course_completed = Signal()  # completion: CourseCompletion, at: datetime
