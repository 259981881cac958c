"""What the pages show, worked out in plain functions of what was loaded."""
