"""A made-up England, person by person: who lives there, who goes into hospital, who comes back, who waits to leave."""
