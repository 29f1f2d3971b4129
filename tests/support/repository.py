"""Where the project's folder is."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
