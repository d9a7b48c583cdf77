"""Pages and doors of intake that are not the report form."""
