"""The command line: parsing and printing only; what it does is done in the rooms."""


def main() -> None:
    """Run the command line."""
