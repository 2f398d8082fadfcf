"""What routing asks of the database."""
