"""Whether anything on this desktop shows tray icons."""
