"""Stage 9: watch deadlines, warn and dun agencies, remind them every month."""
