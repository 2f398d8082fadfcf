"""Where things lie and what they are called: names, places, terms, reach."""
