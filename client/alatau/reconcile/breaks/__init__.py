"""From what two sources do not agree on to typed breaks, each with its likely cause."""
