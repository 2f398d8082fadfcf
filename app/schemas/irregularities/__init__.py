"""Irregularities 异常 on the wire."""
