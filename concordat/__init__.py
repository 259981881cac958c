"""Concordat runs a place's joint health-and-care agreement: its returns, its plans and the view over all of them.

The rooms are packages of their own (`concordat.returns`, `concordat.places`, …); nothing is imported here, so
that `import concordat` costs nothing. `docs/explanation/architecture.md` says which room may use which.
"""

__version__ = "0.1.0"
