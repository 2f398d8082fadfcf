"""Statements of co-building 共建."""
