"""How definitions are worked out: plainly by DuckDB over everything, or month by month where that is far cheaper."""
