"""Households 户档 of villages, and points 文明积分 with all that hangs on them."""
