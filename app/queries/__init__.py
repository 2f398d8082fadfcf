"""Statements, written once against the tables and compiled at import: no session, no await."""
