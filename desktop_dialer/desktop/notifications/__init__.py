"""Notifications of the desktop, with buttons."""
