"""What the agent sees: widgets that show state and emit requests. They know no PBX, no keyring."""
