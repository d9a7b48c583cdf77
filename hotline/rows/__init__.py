"""What makes reading rows cheap, of whatever part they are. No domain, no rows of its own."""
