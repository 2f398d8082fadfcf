"""Co-building 共建 on the wire."""
