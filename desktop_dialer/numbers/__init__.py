"""Reading phone numbers: typed, in links, and as the agent's own."""
