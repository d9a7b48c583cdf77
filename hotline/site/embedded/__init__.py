"""A PostgreSQL server of our own, for machines that have none: found, made, started, stopped and cleaned up after."""
