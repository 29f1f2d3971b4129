"""The dial window: type a number, call it, and the recent calls."""
