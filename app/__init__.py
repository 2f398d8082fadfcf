"""Yikou (一口): one entrance in, one exit out."""
