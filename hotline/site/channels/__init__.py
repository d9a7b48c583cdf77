"""The administrator's pages of channels: what each is set up with, how it does, and a message to try it."""
