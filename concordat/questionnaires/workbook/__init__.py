"""A form as a workbook of ours: written to be filled, and read back by the names of its cells."""
