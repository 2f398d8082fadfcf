"""Bulletins 简报 and ledgers 台账 on the wire."""
