"""Who works here: users, their roles and agencies, signing in and out, and who may open which page."""
