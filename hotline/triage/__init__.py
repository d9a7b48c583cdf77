"""Stage 2: screen, classify, locate and route; the operator's desk for what no rule covers."""
