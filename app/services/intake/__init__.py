"""A matter comes in: reported once, put in its place, compared with what is known."""
