"""People, the bodies they act for, their roles at a place, and what a body has decided or delegated."""
