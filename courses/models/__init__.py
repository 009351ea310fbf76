"""What is taught and who took it."""

from courses.models.enrolments import Attempt, Completion, CourseCompletion, Enrolment
from courses.models.pages import (
    CurriculumIndexPage,
    CurriculumPage,
    LessonPage,
    ModulePage,
    QuizDraw,
    QuizPage,
    QuizQuestion,
)
from courses.models.questions import Question, QuestionClaim
from courses.models.releases import (
    ChangeClass,
    Content,
    ContentClaim,
    ContentDocument,
    ContentImage,
    Release,
    ReleaseItem,
    ReleaseProposal,
)
from courses.models.reviewing import ReviewTask

__all__ = [
    "Attempt",
    "ChangeClass",
    "Completion",
    "Content",
    "ContentClaim",
    "ContentDocument",
    "ContentImage",
    "CourseCompletion",
    "CurriculumIndexPage",
    "CurriculumPage",
    "Enrolment",
    "LessonPage",
    "ModulePage",
    "Question",
    "QuestionClaim",
    "QuizDraw",
    "QuizPage",
    "QuizQuestion",
    "Release",
    "ReleaseItem",
    "ReleaseProposal",
    "ReviewTask",
]
