"""Administration of the organisation: each write is an import of the lines it speaks of, within the caller's reach."""
