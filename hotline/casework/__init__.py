"""Stage 4: the agency's desk: accept, return, progress, result."""
