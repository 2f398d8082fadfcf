"""The one door: moves, what each does, and what the clocks and the history make of it."""
