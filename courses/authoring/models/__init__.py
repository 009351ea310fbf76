"""What trainers write: the page tree and the question bank."""

from courses.authoring.models.pages import (
    CurriculumIndexPage,
    CurriculumPage,
    LessonPage,
    ModulePage,
    QuizDraw,
    QuizPage,
    QuizQuestion,
)
from courses.authoring.models.questions import Question, QuestionClaim

__all__ = [
    "CurriculumIndexPage",
    "CurriculumPage",
    "LessonPage",
    "ModulePage",
    "Question",
    "QuestionClaim",
    "QuizDraw",
    "QuizPage",
    "QuizQuestion",
]
