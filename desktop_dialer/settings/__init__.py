"""The settings: their table, their rules, and the files they are kept in."""
