"""Returns of many places rolled up: counts with names, sums, rates, coverage, answers side by side."""
