"""The synthesis desk's pages and what its forms do."""
