"""A course was completed; sent inside the transaction that made the row."""

from django.dispatch import Signal

course_completed = Signal()  # completion: CourseCompletion, at: datetime
