"""The tour of a demonstration: what to try as whom, with a button that signs in as them. Nowhere else does it exist."""
