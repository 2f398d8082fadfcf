"""What intake asks before a report becomes a case."""
