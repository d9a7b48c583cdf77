"""What measurements and faults have in common: an installation of their own, reports to send, figures to print."""
