"""Evaluation 考评: what counts of a case, the figures of the trade, and what schemes make of them."""
