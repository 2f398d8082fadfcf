"""What bulletins 简报 count, and their rows."""
