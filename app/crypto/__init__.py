"""Keys and what is made with them: tokens, marks, sealed values, the canonical form they go over."""
