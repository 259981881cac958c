"""What the pages over many places show, as plain values that templates only have to lay out."""
