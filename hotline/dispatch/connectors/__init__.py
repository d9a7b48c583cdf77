"""Ways to tell an agency's system, one a file; none knows of another."""
