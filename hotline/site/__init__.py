"""Where the parts become one installation: settings, addresses, the database server, the supervisor and the commands."""
