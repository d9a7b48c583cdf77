"""The page of one case, made of the panels of several stages."""
