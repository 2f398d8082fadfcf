"""What phones push and pull."""
