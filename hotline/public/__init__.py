"""Stage 7: the public's read side: track, list, rate."""
