"""Keys and what is made with them: tokens, marks, signed and encrypted values, the canonical form they go over."""
