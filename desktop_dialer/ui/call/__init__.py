"""The call window of the softphone."""
