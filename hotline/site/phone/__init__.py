"""A telephone for the demonstration: writes by every channel as its provider would deliver it, and shows what is answered."""
