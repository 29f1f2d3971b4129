"""What the agent sees: widgets that show state and emit wishes. They know no PBX, no keyring."""
