"""Who did what, when: events that are only ever added, each chained to the one before."""
