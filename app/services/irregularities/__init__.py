"""Irregularities 异常: found by the worker, judged by people, told to whoever evaluates."""
