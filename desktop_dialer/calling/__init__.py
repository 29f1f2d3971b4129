"""From an offer to a call and its outcome, shared by the app and the commands."""
