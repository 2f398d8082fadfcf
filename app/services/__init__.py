"""Use cases: one family a file. A service takes (session, actor, …), owns the writes and the rules, never commits."""
