"""E-mail of citizens as bytes: how one is kept, taken apart and understood. Pure."""
