"""What a case 案卷 is to all others: its facts, scope keys, history, evidence."""
