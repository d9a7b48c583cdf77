"""What leadership signs: agencies, areas, services, rules, clocks, calendars and texts; and reading a place."""
