"""Frameworks: what each policy year asks of a place, as data: conditions, metrics, money, forms, calendar."""
