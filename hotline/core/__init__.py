"""The pure core: rules as plain Python. No clock, no database, no framework is imported here."""
