"""What the program costs, in one run against a bare PySide6 tray: python -m tests.benchmarks."""
