"""The operators' pages and what their forms do."""
