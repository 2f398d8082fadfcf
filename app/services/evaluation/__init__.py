"""Evaluation 考评: counting, figures and their lists, schemes, periods, appeals."""
