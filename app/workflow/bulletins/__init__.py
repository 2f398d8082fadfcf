"""Bulletins 简报 and ledgers 台账: the rules of what goes into them, how they read, and how one comes to be issued."""
