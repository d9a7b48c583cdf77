"""The administrator's pages of the working calendars: the days as they stand, a decision, and what it moves."""
