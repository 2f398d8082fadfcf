"""What was learned of closed cases: asking for it, and writing it down."""
