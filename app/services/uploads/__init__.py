"""Resumable uploads (tus 1.0): declared, received piece by piece, looked at, attached to their case, collected."""
