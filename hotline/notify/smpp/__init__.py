"""The city's own connection to an SMSC by SMPP 3.4: its account, its session, the thread in which it lives."""
