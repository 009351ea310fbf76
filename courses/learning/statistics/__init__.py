"""How questions and quizzes do, in figures. Pure: no database, no clock, no person; and nothing ever raises."""
