"""What residents tell and are shown."""
