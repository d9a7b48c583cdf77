"""The ways by which reports come in besides the web form: one module each, none knows another."""
