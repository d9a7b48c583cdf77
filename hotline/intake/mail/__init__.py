"""What brings e-mail of citizens: an LMTP server of our own, and a hosted box by IMAP."""
