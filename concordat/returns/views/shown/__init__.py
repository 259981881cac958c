"""What the pages of a return show, as plain values that templates only have to lay out."""
