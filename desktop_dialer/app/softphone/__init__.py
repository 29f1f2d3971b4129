"""The softphone in the running app: its calls, windows, hotkeys and log."""
