"""The call log, and the guard that keeps a number from being called twice."""
