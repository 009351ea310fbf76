"""Who people are: accounts, regions, roles, sessions, and the log of who looked at whose record."""
