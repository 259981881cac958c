"""The composition root: settings, addresses, the API, the door for a server."""
