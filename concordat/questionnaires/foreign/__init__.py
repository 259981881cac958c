"""A form in a workbook of somebody else's: filled and read cell by cell through a map, and otherwise left alone."""
