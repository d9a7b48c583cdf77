"""Pages of the overdue watch."""
