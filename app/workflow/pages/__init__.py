"""The table as a page to read, in both languages."""
