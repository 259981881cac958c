"""Pages that belong to no room: errors, home, the gallery of components."""
