"""Synthetic returns: a nation of them made up from a seed, and faults put into returns to see that they are found."""
