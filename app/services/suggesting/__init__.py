"""Suggestions 推荐: which unit and which category, learned from the closed cases of this very installation."""
