"""Co-building 共建: how a community's quarter is marked, averaged, ranked and judged; who may inspect whom."""
