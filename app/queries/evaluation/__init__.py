"""SQL of evaluation 考评: what counts of each case, sums of it, and what schemes make of them."""
