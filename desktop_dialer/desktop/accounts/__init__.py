"""The agent's account in the keyring of the desktop."""
