"""Benchmarks: what the work costs, as ratios against a named peer on the same data in one run."""
