"""Pages over many places."""
