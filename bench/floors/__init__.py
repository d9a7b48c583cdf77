"""The floors of `bench intake`: what the bare database does with the same rows, as pgbench scripts made from its own log."""
