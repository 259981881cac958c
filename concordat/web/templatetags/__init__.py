"""Words and blocks for templates."""
