"""Photos: looked at and copied in processes of their own, kept once under their SHA-256."""
