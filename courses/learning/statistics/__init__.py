"""How questions and quizzes do, in figures. Pure: no database, no clock, no person; whatever is handed in, nothing raises."""
