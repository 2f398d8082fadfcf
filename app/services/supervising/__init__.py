"""What supervisors ask, and what everybody is told."""
