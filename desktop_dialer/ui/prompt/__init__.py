"""The prompt that shows an offer."""
