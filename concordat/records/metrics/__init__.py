"""The metrics: each one short definition over tables of records, which any engine can work out."""
