"""E-mail of citizens: how it is kept, taken apart and understood; `lmtp` and `imap` bring it."""
