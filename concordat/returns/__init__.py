"""Returns: a place's answers to what a framework asks, checked, and rolled up over many places."""
