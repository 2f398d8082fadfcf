"""What residents report, add and rate, without an account."""
