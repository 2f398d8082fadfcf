"""What an import asks and writes, and what an export reads."""
