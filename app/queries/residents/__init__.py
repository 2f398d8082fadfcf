"""What residents report, follow and rate."""
