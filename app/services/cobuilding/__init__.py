"""Co-building 共建: groups of units for a community, what they do, and how their quarters are assessed."""
