"""Who is asking: signing in, sessions, passwords."""
