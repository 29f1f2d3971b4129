"""The agent's desktop: one small module per mechanism, each system's differences inside."""
