"""One running app per user, and how other processes talk to it."""
