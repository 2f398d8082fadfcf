"""The formats photos come in: what is a whole picture of each, and how its pixels are read."""
