"""Stage 3: hand over to agencies and to other systems."""
