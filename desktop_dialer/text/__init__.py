"""Text of unknown origin: cleaned, quoted, and made safe for a terminal."""
