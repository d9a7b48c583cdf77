"""The map of the city as a browser gets it: all of it from here, nothing from a third party."""
