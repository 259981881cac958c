"""The pages of people, organisations and tokens."""
