"""Places without a database: datums, and which grid a point lies in."""
