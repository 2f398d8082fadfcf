"""Benchmarks and replays: run by hand, printed as tables, never timed tests."""
