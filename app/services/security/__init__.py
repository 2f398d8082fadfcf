"""The trail of administration, bounds of attempts, and the signing key."""
