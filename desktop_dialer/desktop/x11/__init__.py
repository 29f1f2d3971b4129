"""X11: the clipboard and selections, hotkeys, and the XEmbed tray."""
