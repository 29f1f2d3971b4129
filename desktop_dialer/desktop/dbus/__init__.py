"""The D-Bus session bus: one connection for everything that uses it."""
