"""One parent that keeps database, web and worker alive, and ends them all when it is told to."""
