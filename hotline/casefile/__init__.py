"""The spine: one case file, its one door for writing (`actions`), frozen facts for reading, and who may see what."""
