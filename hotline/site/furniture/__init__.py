"""Every component of the pages on one page for each temperament, in a demonstration: to look at, to photograph, to copy from."""
