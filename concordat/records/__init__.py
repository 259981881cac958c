"""Person-level records of hospital stays and social care: checked, made pseudonymous at the door, and counted."""
