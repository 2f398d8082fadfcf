"""The department's own side: who of it has how much in hand, who stands in for whom, and the texts it writes with."""
