"""The doors over HTTP: parse, call, return; one resource a file."""
