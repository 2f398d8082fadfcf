"""Who is there: users, their posts, signing in."""
