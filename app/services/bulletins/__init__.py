"""Bulletins 简报 and ledgers 台账: what they say, how they are made, and who has read them."""
