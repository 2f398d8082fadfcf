"""Resident boards 网上公开 of villages: what anybody may read without an account, and its release by a clerk."""
