"""Irregularities 异常: what may be odd in the record, and what was found of it."""
