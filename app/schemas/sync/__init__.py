"""What a phone pushes, pulls and shows first."""
