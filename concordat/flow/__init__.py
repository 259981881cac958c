"""How many places each discharge pathway needs: a simulation of people who wait to leave hospital."""
