"""Who is responsible 权责清单: the matrix, the routing rules above it, and the choice among them; in plain Python."""
