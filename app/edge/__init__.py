"""Below HTTP: how many connections there may be, how long each may take, and how much of a head is read."""
