"""Places: the areas that plan together, their councils and NHS bodies, populations, and how they map over time."""
