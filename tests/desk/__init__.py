"""The dispatch desk, through HTTP."""
