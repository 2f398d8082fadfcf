"""What is asked and written of cases 案卷: one, lists, counts, and what hangs below."""
