"""Stage 1: reports come in, by the web form and by every other channel."""
