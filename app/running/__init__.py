"""A service from its start to its end: where the data is, what is said, how it stops."""
