"""Hotline: a citizen's word in, a published answer out, on a record that can carry a city."""
