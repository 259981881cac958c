"""The generated pages of docs/reference, one file for each: what they say comes from the code and its data."""
