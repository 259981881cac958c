"""An action that cannot be done as it was asked."""


class Refused(ValueError):
    """What was asked cannot be done; the message says why and what to do, in words for whoever asked."""
