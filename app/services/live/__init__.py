"""What consoles hear while they are open: hints that something changed, never what; who wants to know reads it."""
